import { FAULT_KINDS } from '../../faults/faultKinds';
import type { Fault } from '../../faults/FaultList';
import { html, type Html } from '../html';
import type { View } from '../view';
import { formError, input, sectionHead, select } from './common';

export function faultsSection(faults: readonly Fault[], view: View): Html {
	const { faults: texts } = view.texts;
	return html`<section id="faults" class="card" aria-labelledby="faults-title">
		${sectionHead('faults', texts.title, texts.summary(faults.length))}
		<p class="foot" id="faults-note" data-live="whole">${faults.length === 0 && texts.none}</p>
		<ul class="fault-list" id="fault-list" data-live="list">
			${faults.map((fault, index) => faultItem(fault, index, view))}
		</ul>
		${addForm(view)}
	</section>`;
}

function faultItem(fault: Fault, index: number, view: View): Html {
	const { faults: texts, endpoints } = view.texts;
	const [name] = fault.kind.split(':');
	const kind = FAULT_KINDS.find((known) => known === name);
	const details = [
		endpoints[fault.endpoint],
		texts.timesLeft(fault.times),
		fault.orderId ?? '',
		fault.delayMs === undefined ? '' : `${fault.delayMs} ms`,
	].filter(Boolean);
	return html`<li id="fault-${index}">
		<span>
			<strong class="mono">${fault.kind}</strong> ${details.join(' · ')}
			<span class="minor">${kind && texts.docs[kind]}</span>
		</span>
		<form method="post" action="/console/faults/remove${view.query}">
			<input type="hidden" name="fault" value="${JSON.stringify(fault)}" />
			<button data-focus="remove" aria-label="${texts.removeAbout(fault.kind)}">
				${texts.remove}
			</button>
			${formError}
		</form>
	</li>`;
}

function addForm(view: View): Html {
	const { faults: texts, endpoints } = view.texts;
	const kinds = FAULT_KINDS.map((kind) => [kind, `${kind}: ${texts.docs[kind]}`] as const);
	const code = { name: 'code', pattern: '[0-9A-Z]{4}', value: 'A299', autocomplete: 'off' };
	const delay = { name: 'delayMs', type: 'number', min: 0, max: 600000, value: 1000 };
	const order = { name: 'orderId', maxlength: 64, autocomplete: 'off' };
	// The style sheet shows the first two inputs only for the kinds that need them.
	return html`<form method="post" action="/console/faults${view.query}" id="fault-form">
		${select({ id: 'fault-kind', name: 'kind' }, texts.kind, kinds)}
		<div class="pair">
			<div class="for-code">${input('fault-code', texts.code, code, texts.codeHint)}</div>
			<div class="for-delay">${input('fault-delay', texts.delayMs, delay)}</div>
			<div>
				${select(
					{ id: 'fault-endpoint', name: 'endpoint' },
					texts.endpoint,
					(['any', 'issue', 'cancel', 'status'] as const).map((name) => [name, endpoints[name]]),
				)}
			</div>
			<div>
				${select({ id: 'fault-times', name: 'times' }, texts.times, [
					['1', texts.once],
					['always', texts.always],
				])}
			</div>
			<div>${input('fault-order', texts.orderId, order)}</div>
		</div>
		${formError}
		<button class="primary">${texts.add}</button>
	</form>`;
}
