import { createHash } from 'node:crypto';

import iconv from 'iconv-lite';

import {
	type Account,
	type Delivery,
	type Fault,
	type LoggedRequest,
	Sandbox,
	SAMPLE_MERCHANT_KEY,
	SAMPLE_MID,
	type SandboxOptions,
} from '../../sandbox/Sandbox';

export type Fields = Record<string, string>;

export const KEY = SAMPLE_MERCHANT_KEY;
export const MID = SAMPLE_MID;

/** Thursday, 1 January 2026, 12:00:00 in Korea. */
export const NOON = new Date('2026-01-01T12:00:00+09:00');
export const NOON_KST = '20260101120000';

/** A clock that is a second later each time somebody looks at it. */
export const secondByLook = () => {
	let looks = 0;
	return () => new Date(NOON.getTime() + 1000 * looks++);
};

export const PATHS = {
	issue: '/webapi/get_vacount.jsp',
	cancel: '/webapi/cancel_process.jsp',
	status: '/webapi/inquery/trans_status.jsp',
} as const;
type Endpoint = keyof typeof PATHS;

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const signed: Record<Endpoint, readonly string[]> = {
	issue: ['MID', 'Amt', 'EdiDate', 'Moid'],
	cancel: ['MID', 'CancelAmt', 'EdiDate'],
	status: ['TID', 'MID', 'EdiDate'],
};

export const sign = (endpoint: Endpoint, fields: Fields): Fields => ({
	...fields,
	SignData: sha256(signed[endpoint].map((name) => fields[name] ?? '').join('') + KEY),
});

let issued = 0;
export const newTid = () => `${MID}0301260101120000${String(++issued).padStart(4, '0')}`;

const common = { MID, EdiDate: NOON_KST, CharSet: 'utf-8', EdiType: 'JSON' };

export const issueFields = (changes: Fields = {}): Fields => {
	const tid = newTid();
	return {
		TID: tid,
		Moid: `ORDER-${tid.slice(-4)}`,
		Amt: '1004',
		GoodsName: '한글 상품',
		CashReceiptType: '0',
		BankCode: '004',
		VbankExpDate: '20260103',
		BuyerName: '홍길동',
		...common,
		...changes,
	};
};

export const cancelFields = (tid: string, changes: Fields = {}): Fields => ({
	TID: tid,
	Moid: 'CANCEL-1',
	CancelAmt: '1004',
	CancelMsg: '고객 요청',
	PartialCancelCode: '0',
	...common,
	...changes,
});

export const REFUND_ACCOUNT: Fields = {
	RefundAcctNo: '1234567890',
	RefundBankCd: '088',
	RefundAcctNm: '홍길동',
};

/** Encodes EUC-KR like Java's URLEncoder. */
export const percentEncode = (text: string, space = '+') =>
	Array.from(iconv.encode(text, 'euc-kr'), (byte) => {
		const character = String.fromCharCode(byte);
		if (/[\w.*-]/.test(character)) return character;
		return byte === 0x20 ? space : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
	}).join('');

export const encode = (fields: Fields, space = '+') =>
	Object.entries(fields)
		.map(([name, text]) => `${name}=${percentEncode(text, space)}`)
		.join('&');

/** Opens a sandbox on a free port, with helpers for what a client and a person do. */
export async function openSandbox(options: SandboxOptions = {}) {
	const clock = { now: NOON };
	const sandbox = new Sandbox({ now: () => clock.now, ...options });
	const url = await sandbox.listen({ port: 0 });

	const post = (endpoint: Endpoint, body: string | Uint8Array, contentType?: string) =>
		fetch(url + PATHS[endpoint], {
			method: 'POST',
			body: typeof body === 'string' ? Buffer.from(body, 'latin1') : body,
			headers: contentType === undefined ? {} : { 'content-type': contentType },
		});

	const sendSigned = async (endpoint: Endpoint, fields: Fields): Promise<Fields> => {
		const reply = await post(
			endpoint,
			encode(fields),
			'application/x-www-form-urlencoded; charset=euc-kr',
		);
		return (await reply.json()) as Fields;
	};
	const send = (endpoint: Endpoint, fields: Fields) => sendSigned(endpoint, sign(endpoint, fields));

	const internal = async <Body>(method: string, path: string, body?: unknown) => {
		const reply = await fetch(`${url}/internal${path}`, {
			method,
			...(body === undefined
				? {}
				: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
		});
		return { status: reply.status, body: (await reply.json()) as Body };
	};

	return {
		sandbox,
		url,
		clock,
		post,
		send,
		sendSigned,
		internal,
		/** Issues an account. @returns its TID */
		issue: async (changes: Fields = {}) => {
			const reply = await send('issue', issueFields(changes));
			if (reply.ResultCode !== '4100') throw new Error(JSON.stringify(reply));
			return reply.TID ?? '';
		},
		cancel: (tid: string, changes: Fields = {}) => send('cancel', cancelFields(tid, changes)),
		status: (tid: string) => send('status', { TID: tid, ...common }),
		deposit: (tid: string, body: unknown = {}) =>
			internal<Account>('POST', `/accounts/${tid}/deposit`, body),
		account: async (tid: string) => (await internal<Account>('GET', `/accounts/${tid}`)).body,
		accounts: async () => (await internal<Account[]>('GET', '/accounts')).body,
		requests: async () => (await internal<LoggedRequest[]>('GET', '/requests')).body,
		notifications: async () => (await internal<Delivery[]>('GET', '/notifications')).body,
		setFaults: (faults: ReadonlyArray<Partial<Fault>>) => internal('PUT', '/faults', faults),
		close: () => sandbox.close(),
	};
}

export type OpenSandbox = Awaited<ReturnType<typeof openSandbox>>;
