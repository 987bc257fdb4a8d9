import { createHash } from 'node:crypto';

import type { MerchantSettings } from '../../../nodes/Nicepay/operations/Operation';
import type { SendContext } from '../../../nodes/Nicepay/request/send';
import type { PostRequest, PostResult } from '../../../nodes/Nicepay/transport/Transport';
import { KEY, MID } from './protocol/vectors';

export const MERCHANT = { mid: MID, merchantKey: KEY };
export const AMOUNT = '1004';

/** The nth TID of a script: the node’s first is 1, and each that it makes afterwards is one more. */
export const tidOf = (n: number | string): string =>
	`${MID}03012601021504${String(n).padStart(6, '0')}`;
const numberOf = (tid: string): number => Number(tid.slice(-6));

const ENDPOINTS: Readonly<Record<string, string>> = {
	'/webapi/get_vacount.jsp': 'issue',
	'/webapi/cancel_process.jsp': 'cancel',
	'/webapi/inquery/trans_status.jsp': 'status',
};

type Fields = Readonly<Record<string, string>>;

const cancelled = ({ TID = '', MID: mid = '', CancelAmt = '' }: Fields): Fields => ({
	TID,
	MID: mid,
	CancelAmt: CancelAmt.padStart(12, '0'),
	Signature: createHash('sha256').update(`${TID}${mid}${CancelAmt}${KEY}`).digest('hex'),
	RemainAmt: '000000000000',
});

/** A success as NICEPAY words it: it repeats what was sent, and a cancel is signed. */
const SUCCESSES: Readonly<Record<string, (sent: Fields) => Fields>> = {
	4100: ({ TID = '', Moid = '', Amt = '' }) => ({
		TID,
		Moid,
		Amt: Amt.padStart(12, '0'),
		VbankNum: '56211105948400',
		VbankExpDate: '20991231',
		VbankExpTime: '235959',
	}),
	2001: cancelled,
	2211: cancelled,
	'0000': ({ TID = '' }) => ({ TID, Status: '0' }),
};

/** The reply to `sent` that has the result code `code`, in the form that was asked for. */
function replyTo(sent: Fields, code: string): string {
	const fields = { ResultCode: code, ResultMsg: `말 ${code}`, ...SUCCESSES[code]?.(sent) };
	if (sent.EdiType !== 'KV') return JSON.stringify(fields);
	return Object.entries(fields)
		.map(([name, text]) => `${name}=${text}`)
		.join('&');
}

function answer(sent: Fields, what: string): PostResult {
	const replied = (text: string, status = 200): PostResult => ({
		kind: 'replied',
		status,
		body: Buffer.from(text),
	});
	switch (what) {
		case 'lost':
			return { kind: 'lost', reason: 'timeout', cause: 'no reply' };
		case 'disconnected':
		case 'tooLarge':
			return { kind: 'lost', reason: what, cause: 'half a reply' };
		case 'never sent':
			return { kind: 'neverSent', cause: 'ECONNREFUSED' };
		case 'never sent, for good':
			return { kind: 'neverSent', cause: 'blocked', isFinal: true };
		case 'garbage':
			return replied('<html>점검 중</html>');
	}
	const [, status, code] = /^HTTP (\d+)(?: (\w+))?$/.exec(what) ?? [];
	if (status) return replied(code ? replyTo(sent, code) : 'oops', Number(status));
	return replied(replyTo(sent, what));
}

/**
 * A NICEPAY that plays its part in a script, and a clock that only moves when somebody waits.
 *
 * Each step names a request and its answer: `cancel 2 after 5 s: A246` is a cancel of TID 2, sent five
 * seconds after the request before it, and answered A246. Other answers are `lost`, `disconnected`,
 * `tooLarge`, `never sent`, `never sent, for good`, `garbage`, `HTTP 500` and `HTTP 500 A299`. Where
 * `, then stop` follows, the execution is stopped with that answer. What the script does not know is
 * answered `garbage`.
 */
export class ScriptedNicepay {
	/** What was sent, each with its answer, in the words of the script. */
	readonly played: string[] = [];
	readonly posted: PostRequest[] = [];
	/** When the execution is stopped, in seconds. */
	stopAt = Infinity;

	private readonly answers: readonly string[];
	private readonly stop = new AbortController();
	private readonly begin = Date.UTC(2026, 0, 2, 6, 4, 5);
	private milliseconds = 0;
	private lastSent: number | undefined;
	private tids = 0;

	readonly settings: MerchantSettings = {
		merchant: MERCHANT,
		options: {
			concurrency: 1,
			connectTimeout: 2_000,
			replyTimeout: 5_000,
			lostReply: 'recover',
			orderHasAccount: 'stop',
			unsupportedCharacters: 'error',
			replyCharset: 'utf-8',
			replyFormat: 'json',
			diagnostics: false,
		},
		nextTid: async () => tidOf(++this.tids),
		otherTid: async () => tidOf(++this.tids),
	};

	readonly sleep = async (milliseconds: number): Promise<void> => {
		const end = this.milliseconds + milliseconds;
		if (this.stopAt * 1_000 <= end) {
			this.milliseconds = this.stopAt * 1_000;
			this.stop.abort();
			return;
		}
		this.milliseconds = end;
	};

	readonly now = (): Date => new Date(this.begin + this.milliseconds);

	readonly context: SendContext = {
		transport: { post: async (posting) => this.post(posting) },
		merchant: MERCHANT,
		baseUrl: 'https://nicepay.test/prefix',
		connectTimeout: 2_000,
		replyTimeout: 5_000,
		replyCharset: 'utf-8',
		concurrency: 3,
		neverSentPauses: [500, 2_000, 5_000],
		now: this.now,
		sleep: this.sleep,
		stop: this.stop.signal,
	};

	constructor(script: readonly string[]) {
		this.answers = script.map((step) => step.slice(step.indexOf(': ') + 2));
	}

	private post(posting: PostRequest): PostResult {
		if (this.posted.push(posting) > this.answers.length + 20) throw new Error('There is no end');
		const sent = Object.fromEntries(new URLSearchParams(posting.body));
		const endpoint = ENDPOINTS[posting.url.replace(this.context.baseUrl, '')] ?? posting.url;
		const pause = this.milliseconds - (this.lastSent ?? this.milliseconds);
		this.lastSent = this.milliseconds;
		const what = this.answers[this.played.length] ?? 'garbage';
		const after = pause > 0 ? ` after ${pause / 1_000} s` : '';
		this.played.push(`${endpoint} ${numberOf(sent.TID ?? '')}${after}: ${what}`);
		if (what.endsWith(', then stop')) this.stop.abort();
		return answer(sent, what.replace(/, then stop$/, ''));
	}
}
