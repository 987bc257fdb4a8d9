import type { Delivery } from '../../notifications/Notifier';
import type { State } from '../../state';
import { html, type Html } from '../html';
import { matches, type View } from '../view';
import { badge, fieldList, rawBytes, sectionHead, time } from './common';

const SHOWN = 50;

const wordsOf = ({ tid, fields }: Delivery): string[] => [tid, ...Object.values(fields)];

export function notificationsSection({ notifier }: State, view: View): Html {
	const { notifications: texts } = view.texts;
	const all = notifier.all();
	const refused = all.filter(({ accepted }) => !accepted).length;
	const tried = new Set(all.map(({ tid, attempt }) => `${tid} ${attempt}`));
	const shown = all
		.filter((delivery) => matches(view, wordsOf(delivery)))
		.slice(-SHOWN)
		.reverse();
	const note = notifier.settings().url === null ? texts.noUrl : all.length === 0 ? texts.none : '';

	return html`<section id="notifications" class="card" aria-labelledby="notifications-title">
		${sectionHead('notifications', texts.title, texts.summary(all.length, refused))}
		<p class="foot" id="notifications-note" data-live="whole">${note}</p>
		<ol
			class="log scroll"
			id="notification-list"
			data-live="list"
			aria-labelledby="notifications-title"
		>
			${shown.map((delivery) =>
				entry(delivery, tried.has(`${delivery.tid} ${delivery.attempt + 1}`), view),
			)}
		</ol>
	</section>`;
}

function entry(delivery: Delivery, triedAgain: boolean, view: View): Html {
	const { notifications: texts } = view.texts;
	return html`<li id="notification-${delivery.id}">
		<details>
			<summary>
				${time(delivery.time)} <strong>${delivery.fields.MOID}</strong> ${outcome(delivery, view)}
				<span class="minor">
					${texts.attempt(delivery.attempt)}${whatNext(delivery, triedAgain, view)}
				</span>
			</summary>
			<h3>${texts.sent}</h3>
			<p class="mono break">POST ${delivery.url}<br />Content-Type: ${delivery.contentType}</p>
			<h4>${texts.fields}</h4>
			${fieldList(delivery.fields)}
			<h4>${texts.raw}</h4>
			${rawBytes(delivery.rawBody)}
			<h3>${texts.reply}</h3>
			${replyOf(delivery, view)}
		</details>
	</li>`;
}

function outcome({ accepted, reply }: Delivery, { texts: { notifications: texts } }: View): Html {
	if (accepted) return badge('good', texts.accepted);
	return reply
		? badge('bad', `${texts.refused} (HTTP ${reply.status})`)
		: badge('bad', texts.noReply);
}

function whatNext(delivery: Delivery, triedAgain: boolean, view: View): Html | false {
	const { notifications: texts } = view.texts;
	if (delivery.accepted) return false;
	if (triedAgain) return html` · ${texts.again}`;
	if (delivery.nextAttemptAt === null) return html` · ${texts.last}`;
	return html` · ${texts.next} ${time(delivery.nextAttemptAt)}`;
}

function replyOf({ reply, error }: Delivery, { texts: { notifications: texts } }: View): Html {
	if (!reply) return html`<p>${texts.noReply}: <span class="mono break">${error}</span></p>`;
	// The notifier keeps bytes; most servers answer in UTF-8.
	const body = Buffer.from(reply.body, 'latin1').toString('utf8');
	return html`<p>HTTP ${reply.status}</p>
		<h4>${texts.body}</h4>
		<pre class="raw" tabindex="0">${body === '' ? texts.emptyBody : body}</pre>`;
}
