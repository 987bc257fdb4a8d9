import type { Delivery } from '../../notifications/Notifier';
import type { State } from '../../state';
import { html, type Html } from '../html';
import { matches, type View } from '../view';
import { badge, fieldList, logSection, rawBytes, time } from './common';

const SHOWN = 50;

export function notificationsSection({ notifier }: State, view: View): Html {
	const { notifications: texts } = view.texts;
	const all = notifier.all();
	const refused = all.filter(({ accepted }) => !accepted).length;
	const attempts = new Set(all.map(({ tid, attempt }) => `${tid} ${attempt}`));
	const found = all.filter(({ tid, fields }) => matches(view, [tid, ...Object.values(fields)]));
	return logSection({
		item: 'notification',
		title: texts.title,
		summary: texts.summary(all.length, refused),
		note: notifier.settings().url === null ? texts.noUrl : all.length === 0 ? texts.none : '',
		entries: found
			.slice(-SHOWN)
			.reverse()
			.map((delivery) =>
				entry(delivery, attempts.has(`${delivery.tid} ${delivery.attempt + 1}`), view),
			),
	});
}

function entry(delivery: Delivery, wasRetried: boolean, view: View): Html {
	const { notifications: texts } = view.texts;
	return html`<li id="notification-${delivery.id}">
		<details>
			<summary>
				${time(delivery.time)} <strong>${delivery.fields.MOID}</strong> ${outcome(delivery, view)}
				<span class="minor">
					${texts.attempt(delivery.attempt)}${nextStep(delivery, wasRetried, view)}
				</span>
			</summary>
			<h3>${texts.sent}</h3>
			<p class="mono break">POST ${delivery.url}<br />Content-Type: ${delivery.contentType}</p>
			<h4>${texts.fields}</h4>
			${fieldList(delivery.fields)}
			<h4>${texts.raw}</h4>
			${rawBytes(delivery.rawBody)}
			<h3>${texts.reply}</h3>
			${showReply(delivery, view)}
		</details>
	</li>`;
}

function outcome({ accepted, reply }: Delivery, { texts: { notifications: texts } }: View): Html {
	if (accepted) return badge('good', texts.accepted);
	return badge('bad', reply ? `${texts.refused} (HTTP ${reply.status})` : texts.noReply);
}

function nextStep(delivery: Delivery, wasRetried: boolean, view: View): Html | false {
	const { notifications: texts } = view.texts;
	if (delivery.accepted) return false;
	if (wasRetried) return html` · ${texts.again}`;
	if (delivery.nextAttemptAt === null) return html` · ${texts.last}`;
	return html` · ${texts.next} ${time(delivery.nextAttemptAt)}`;
}

function showReply({ reply, error }: Delivery, { texts: { notifications: texts } }: View): Html {
	if (!reply) return html`<p>${texts.noReply}: <span class="mono break">${error}</span></p>`;
	// The notifier keeps bytes; most servers reply in UTF-8.
	const body = Buffer.from(reply.body, 'latin1').toString('utf8');
	return html`<p>HTTP ${reply.status}</p>
		<h4>${texts.body}</h4>
		<pre class="raw" tabindex="0">${body === '' ? texts.emptyBody : body}</pre>`;
}
