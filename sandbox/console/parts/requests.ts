import type { LoggedRequest } from '../../requestLog';
import type { State } from '../../state';
import { html, type Html } from '../html';
import { matches, type View } from '../view';
import { badge, fieldList, logSection, rawBytes, time } from './common';

const SHOWN = 50;

const findFailure = ({ checks }: LoggedRequest) => checks.find(({ passed }) => !passed);

const searchable = ({ fields, reply, fault, endpoint }: LoggedRequest): string[] => [
	endpoint,
	fault ?? '',
	...Object.values(fields),
	...Object.values(reply ?? {}),
];

export function requestsSection({ requests }: State, view: View): Html {
	const { requests: texts } = view.texts;
	const all = requests.all();
	const found = all.filter((request) => matches(view, searchable(request)));
	return logSection({
		item: 'request',
		title: texts.title,
		summary: texts.summary(all.length, all.filter(findFailure).length),
		note: all.length === 0 ? texts.none : found.length > SHOWN ? texts.shown(SHOWN) : '',
		entries: found
			.slice(-SHOWN)
			.reverse()
			.map((request) => entry(request, view)),
	});
}

function entry(request: LoggedRequest, view: View): Html {
	const { requests: texts, endpoints } = view.texts;
	return html`<li id="request-${request.id}">
		<details>
			<summary>
				${time(request.time)} <strong>${endpoints[request.endpoint]}</strong>
				<span class="break">${request.fields.Moid ?? request.fields.TID}</span>
				${verdict(request, view)}
				${request.fault !== null && badge('warning', `${texts.fault}: ${request.fault}`)}
				<span class="minor">${describeResult(request, view)}</span>
			</summary>
			${
				request.notes.length > 0 &&
				html`<h3>${texts.notes}</h3>
					<ul class="notes">
						${request.notes.map((note) => html`<li>${note}</li>`)}
					</ul>`
			}
			<h3>${texts.checks}</h3>
			${checkList(request, view)}
			<h3>${texts.fields}</h3>
			${fieldList(request.fields)}
			<h3>${texts.reply}</h3>
			${request.reply ? fieldList(request.reply) : html`<p>${texts.noReply}</p>`}
			<h3>${texts.raw}</h3>
			<p class="mono break">${texts.contentType}: ${request.contentType ?? texts.noContentType}</p>
			${rawBytes(request.rawBody)}
		</details>
	</li>`;
}

function verdict(request: LoggedRequest, { texts }: View): Html {
	if (!request.processed) return badge('bad', texts.requests.notProcessed);
	const failed = findFailure(request);
	return failed
		? badge('bad', texts.requests.firstFailed(texts.check(failed.check)))
		: badge('good', texts.requests.allPassed(request.checks.length));
}

function describeResult({ endpoint, reply }: LoggedRequest, { texts }: View): string {
	const { ResultCode: code, ResultMsg: message = '' } = reply ?? {};
	return code === undefined ? '' : `${code} ${texts.result(endpoint, code, message)}`;
}

function checkList(request: LoggedRequest, { texts }: View): Html {
	if (!request.processed) return html`<p>${texts.requests.notProcessed}</p>`;
	return html`<ul class="checks">
		${request.checks.map(
			({ check, passed, detail }) =>
				html`<li>
					${badge(passed ? 'good' : 'bad', passed ? texts.requests.passed : texts.requests.failed)}
					${texts.check(check)} ${detail !== '' && html`<span class="minor">${detail}</span>`}
				</li>`,
		)}
	</ul>`;
}
