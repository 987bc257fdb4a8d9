import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { Agent } from 'undici';

import type { Account } from '../account';
import { kstIso } from '../books';
import { MASK } from '../form';
import type { ResolvedOptions } from '../options';
import { depositFields, encodeFields, type NotificationFields, shuffle } from './message';
import { post, type PostResult } from './post';
import { DEFAULT_SETTINGS, type NotificationSettings } from './settings';

/** One attempt to tell the merchant of one deposit. */
export interface Delivery extends PostResult {
	readonly id: number;
	readonly tid: string;
	/** 1 to 10. */
	readonly attempt: number;
	/** When it was sent. ISO 8601, `+09:00`, as is `nextAttemptAt`. */
	readonly time: string;
	readonly url: string;
	readonly contentType: string;
	/** In the order they were sent; without the merchant key. */
	readonly fields: Readonly<Record<string, string>>;
	/** As it was sent, but for the merchant key, which is masked. */
	readonly rawBody: string;
	/** Whether the reply was what NICEPAY wants. */
	readonly accepted: boolean;
	/** `null` when this was the last attempt. */
	readonly nextAttemptAt: string | null;
}

const FORM = 'application/x-www-form-urlencoded';

/** Tells the merchant of deposits in the background, again and again until it hears `OK`. */
export class Notifier {
	private current: NotificationSettings;
	private deliveries: Delivery[] = [];
	private count = 0;
	private readonly running = new Set<Promise<void>>();
	private stop = manyListeners();
	private readonly dispatcher = new Agent();

	constructor(private readonly options: ResolvedOptions) {
		this.current = this.initialSettings();
	}

	settings(): NotificationSettings {
		return this.current;
	}

	/** For deposits from now on; notifications that are under way keep their rule. */
	change(settings: Partial<NotificationSettings>): NotificationSettings {
		this.current = { ...this.current, ...settings };
		return this.current;
	}

	/** All deliveries so far, oldest first. */
	all(): readonly Delivery[] {
		return this.deliveries;
	}

	/** Starts to tell of a deposit and returns at once. */
	notifyDeposit(account: Account): void {
		const { url } = this.current;
		if (url === null) return;
		const fields = depositFields(account, this.options.mid);
		const run = this.deliver(account.tid, fields, { ...this.current, url }, this.stop.signal);
		this.running.add(run);
		void run.finally(() => this.running.delete(run));
	}

	/** Resolves when every notification has been accepted or given up. */
	async idle(): Promise<void> {
		while (this.running.size > 0) await Promise.all(this.running);
	}

	/** Gives up what is under way, and goes back to the settings of the start. */
	reset(): void {
		this.stop.abort();
		this.stop = manyListeners();
		this.current = this.initialSettings();
		this.deliveries = [];
		this.count = 0;
	}

	async close(): Promise<void> {
		this.stop.abort();
		await this.dispatcher.destroy();
		await this.idle();
	}

	private initialSettings(): NotificationSettings {
		return { ...DEFAULT_SETTINGS, ...this.options.notifications };
	}

	private async deliver(
		tid: string,
		fields: NotificationFields,
		settings: NotificationSettings & { url: string },
		signal: AbortSignal,
	): Promise<void> {
		for (let attempt = 1; attempt <= settings.attempts; attempt++) {
			const delivery = await this.attempt({ tid, fields, settings, attempt }, signal);
			if (signal.aborted) return;
			this.deliveries.push({ id: ++this.count, ...delivery });
			if (delivery.nextAttemptAt === null) return;
			await sleep(settings.intervalSeconds * 1000, undefined, { signal }).catch(() => undefined);
			if (signal.aborted) return;
		}
	}

	private async attempt(
		notification: {
			tid: string;
			fields: NotificationFields;
			settings: NotificationSettings & { url: string };
			attempt: number;
		},
		signal: AbortSignal,
	): Promise<Omit<Delivery, 'id'>> {
		const { tid, settings, attempt } = notification;
		const withKey: NotificationFields = settings.merchantKey
			? [...notification.fields, ['MerchantKey', this.options.merchantKey]]
			: notification.fields;
		const fields = shuffle(withKey, this.options.random);
		const contentType = settings.charsetInHeader ? `${FORM}; charset=euc-kr` : FORM;
		const time = kstIso(this.options.now());

		const body = encodeFields(fields, settings.space);
		const result = await post(
			settings.url,
			{ contentType, body },
			{ dispatcher: this.dispatcher, signal },
		);

		const accepted =
			result.reply?.status === 200 && (!settings.okCheck || result.reply.body === 'OK');
		const next = new Date(this.options.now().getTime() + settings.intervalSeconds * 1000);
		return {
			...result,
			tid,
			attempt,
			time,
			url: settings.url,
			contentType,
			fields: Object.fromEntries(fields.filter(([name]) => name !== 'MerchantKey')),
			rawBody: encodeFields(masked(fields), settings.space),
			accepted,
			nextAttemptAt: accepted || attempt === settings.attempts ? null : kstIso(next),
		};
	}
}

const masked = (fields: NotificationFields): NotificationFields =>
	fields.map(([name, text]) => (name === 'MerchantKey' ? [name, MASK] : [name, text]));

/** One listens for each notification that is under way. */
function manyListeners(): AbortController {
	const controller = new AbortController();
	setMaxListeners(0, controller.signal);
	return controller;
}
