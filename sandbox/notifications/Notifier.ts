import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { Agent } from 'undici';

import type { Account } from '../account';
import { formatKstIso } from '../books';
import { MASK } from '../form';
import type { ResolvedOptions } from '../options';
import { depositFields, encodeFields, type NotificationFields, shuffle } from './message';
import { post, type PostResult } from './post';
import { DEFAULT_SETTINGS, type NotificationSettings } from './settings';

/** One attempt to notify the merchant of a deposit. */
export interface Delivery extends PostResult {
	readonly id: number;
	readonly tid: string;
	/** 1 to 10. */
	readonly attempt: number;
	/** When it was sent. ISO 8601, `+09:00`, like `nextAttemptAt`. */
	readonly time: string;
	readonly url: string;
	readonly contentType: string;
	/** In the order they were sent, without the merchant key. */
	readonly fields: Readonly<Record<string, string>>;
	/** As sent, with the merchant key masked. */
	readonly rawBody: string;
	/** Whether the merchant's reply was the expected one. */
	readonly accepted: boolean;
	/** `null` after the last attempt. */
	readonly nextAttemptAt: string | null;
}

interface Notification {
	readonly tid: string;
	readonly fields: NotificationFields;
	readonly settings: NotificationSettings;
	readonly url: string;
}

const FORM = 'application/x-www-form-urlencoded';

/** Sends deposit notifications in the background until the merchant accepts them. */
export class Notifier {
	private current: NotificationSettings;
	private deliveries: Delivery[] = [];
	private count = 0;
	private readonly running = new Set<Promise<void>>();
	private stop = new AbortController();
	private readonly dispatcher = new Agent();

	constructor(private readonly options: ResolvedOptions) {
		this.current = this.initialSettings();
	}

	settings(): NotificationSettings {
		return this.current;
	}

	/** Applies to later deposits, not to notifications that are still being retried. */
	change(settings: Partial<NotificationSettings>): NotificationSettings {
		this.current = { ...this.current, ...settings };
		return this.current;
	}

	/** All attempts so far, oldest first. */
	all(): readonly Delivery[] {
		return this.deliveries;
	}

	/** Starts to notify the merchant of a deposit, and returns at once. */
	notifyDeposit(account: Account): void {
		const { tid } = account;
		const { url } = this.current;
		if (url === null) return;
		const fields = depositFields(account, this.options.mid);
		const run = this.deliver({ tid, fields, settings: this.current, url }, this.stop.signal);
		this.running.add(run);
		void run.finally(() => this.running.delete(run));
	}

	/** Resolves when every notification has been accepted or given up. */
	async idle(): Promise<void> {
		while (this.running.size > 0) await Promise.all(this.running);
	}

	/** Gives up pending notifications, and restores the initial settings. */
	reset(): void {
		this.stop.abort();
		this.stop = new AbortController();
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

	private async deliver(notification: Notification, signal: AbortSignal): Promise<void> {
		const { attempts, intervalSeconds } = notification.settings;
		// Every pending notification listens to this signal.
		setMaxListeners(0, signal);
		for (let attempt = 1; attempt <= attempts; attempt++) {
			const delivery = await this.attempt(notification, attempt, signal);
			if (signal.aborted) return;
			this.deliveries.push({ id: ++this.count, ...delivery });
			if (delivery.nextAttemptAt === null) return;
			await sleep(intervalSeconds * 1000, undefined, { signal }).catch(() => undefined);
			if (signal.aborted) return;
		}
	}

	private async attempt(
		{ tid, fields, settings, url }: Notification,
		attempt: number,
		signal: AbortSignal,
	): Promise<Omit<Delivery, 'id'>> {
		const { okCheck, space } = settings;
		const { merchantKey, now, random } = this.options;
		const key = settings.merchantKey ? [['MerchantKey', merchantKey] as const] : [];
		const sent = shuffle([...fields, ...key], random);
		const masked = sent.map(
			([name, text]) => [name, name === 'MerchantKey' ? MASK : text] as const,
		);
		const contentType = settings.charsetInHeader ? `${FORM}; charset=euc-kr` : FORM;
		const time = formatKstIso(now());

		const message = { contentType, body: encodeFields(sent, space) };
		const result = await post(url, message, { dispatcher: this.dispatcher, signal });

		// Manual: the reply must be exactly OK.
		const accepted = result.reply?.status === 200 && (!okCheck || result.reply.body === 'OK');
		const next = new Date(now().getTime() + settings.intervalSeconds * 1000);
		return {
			...result,
			tid,
			attempt,
			time,
			url,
			contentType,
			fields: Object.fromEntries(sent.filter(([name]) => name !== 'MerchantKey')),
			rawBody: encodeFields(masked, space),
			accepted,
			nextAttemptAt: accepted || attempt === settings.attempts ? null : formatKstIso(next),
		};
	}
}
