import { FAULT_KINDS, type FaultName } from '../../faults/faultKinds';
import type { Fault } from '../../faults/FaultList';
import { html, type Html } from '../html';
import type { View } from '../view';
import { formError, sectionHead } from './common';

export function faultsSection(faults: readonly Fault[], view: View): Html {
	const { faults: texts } = view.texts;
	return html`<section id="faults" class="card" aria-labelledby="faults-title">
		${sectionHead('faults', texts.title, texts.summary(faults.length))}
		<p class="foot" id="faults-note" data-live="whole">${faults.length === 0 && texts.none}</p>
		<ul class="fault-list" id="fault-list" data-live="list">
			${faults.map((fault, index) => activeFault(fault, index, view))}
		</ul>
		${addForm(view)}
	</section>`;
}

function activeFault(fault: Fault, index: number, view: View): Html {
	const { faults: texts, endpoints } = view.texts;
	const [name] = fault.kind.split(':');
	const kind = FAULT_KINDS.find((known) => known === name);
	const where = [
		endpoints[fault.endpoint],
		texts.timesLeft(fault.times),
		fault.orderId ?? '',
		fault.delayMs === undefined ? '' : `${fault.delayMs} ms`,
	].filter(Boolean);
	return html`<li id="fault-${index}">
		<span>
			<strong class="mono">${fault.kind}</strong> ${where.join(' · ')}
			<span class="minor">${kind && texts.doc(kind)}</span>
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
	// The style sheet hides the two fields that only some kinds need.
	return html`<form method="post" action="/console/faults${view.query}" id="fault-form">
		<label for="fault-kind">${texts.kind}</label>
		<select id="fault-kind" name="kind">
			${FAULT_KINDS.map(
				(kind) =>
					html`<option value="${kind}" data-needs="${needs(kind)}">
						${kind}: ${texts.doc(kind)}
					</option>`,
			)}
		</select>
		<div class="pair">
			<div class="for-code">
				<label for="fault-code">${texts.code}</label>
				<input
					id="fault-code"
					name="code"
					pattern="[0-9A-Z]{4}"
					value="A299"
					autocomplete="off"
					aria-describedby="fault-code-hint"
				/>
				<p class="hint" id="fault-code-hint">${texts.codeHint}</p>
			</div>
			<div class="for-delay">
				<label for="fault-delay">${texts.delayMs}</label>
				<input
					id="fault-delay"
					name="delayMs"
					type="number"
					min="0"
					max="600000"
					value="1000"
					aria-describedby="fault-delay-hint"
				/>
				<p class="hint" id="fault-delay-hint">${texts.delayHint}</p>
			</div>
			<div>
				<label for="fault-endpoint">${texts.endpoint}</label>
				<select id="fault-endpoint" name="endpoint">
					${(['any', 'issue', 'cancel', 'status'] as const).map(
						(endpoint) => html`<option value="${endpoint}">${endpoints[endpoint]}</option>`,
					)}
				</select>
			</div>
			<div>
				<label for="fault-times">${texts.times}</label>
				<select id="fault-times" name="times">
					<option value="1">${texts.once}</option>
					<option value="always">${texts.always}</option>
				</select>
			</div>
			<div>
				<label for="fault-order">${texts.orderId}</label>
				<input id="fault-order" name="orderId" maxlength="64" autocomplete="off" />
			</div>
		</div>
		${formError}
		<button class="primary">${texts.add}</button>
	</form>`;
}

function needs(kind: FaultName): 'code' | 'delay' | '' {
	if (kind === 'code' || kind === 'processThenCode') return 'code';
	return kind === 'delay' ? 'delay' : '';
}
