import type { EndpointName } from './messageFields';
import table from './tables/result-codes.json';
import { showsKorean } from './showsKorean';

/** Where NICEPAY uses a code. The same code can mean different things at different stages. */
export type Stage = 'issue' | 'cancel' | 'status' | 'noti' | 'auth' | 'common';

/**
 * One row of NICEPAY's code tables. Source: the manual and the tables NICEPAY publishes; `outcome`, `role`
 * and `meaningEn` are ours.
 */
export interface ResultCode {
	readonly code: string;
	readonly stage: Stage;
	readonly outcome: 'success' | 'failed' | 'already_done' | 'unknown';
	/** What the code calls for; `failures/advice.ts` has advice for each role. */
	readonly role?: string;
	readonly messageKo: string;
	readonly meaningEn: string;
}

const key = (stage: string, code: string) => `${stage}:${code}`;

let rows: ReadonlyMap<string, ResultCode> | undefined;

function rowsByKey(): ReadonlyMap<string, ResultCode> {
	rows ??= new Map((table as readonly ResultCode[]).map((row) => [key(row.stage, row.code), row]));
	return rows;
}

/** Finds a code at `stage`, or else among the common codes; `undefined` if NICEPAY does not publish it there. */
export function findResultCode(stage: EndpointName | 'noti', code: string): ResultCode | undefined {
	return rowsByKey().get(key(stage, code)) ?? rowsByKey().get(key('common', code));
}

/** Refusals as a duplicate: an earlier request with the same TID or order exists, and this one did nothing. */
const DUPLICATE_ROLES: ReadonlySet<string> = new Set([
	'duplicate_tid',
	'duplicate_moid',
	'duplicate_request',
]);

/**
 * Whether `code` makes it certain that the request changed nothing.
 *
 * For a code that the tables do not list: an issue was refused, unless the code means success elsewhere.
 * Source: the manual: “4100: success, all else failure”; NICEPAY's own pages show codes outside the
 * tables; and an account whose number nobody knows does no harm. Of a cancel or refund, such a code says
 * nothing.
 */
export function isDefiniteRefusal(endpoint: EndpointName, code: string): boolean {
	const row = findResultCode(endpoint, code);
	if (!row) return endpoint === 'issue' && CODE.test(code) && !meansSuccess(code);
	return row.outcome === 'failed' || DUPLICATE_ROLES.has(row.role ?? '');
}

/** The format of every code in NICEPAY's tables. Anything else was cut off or garbled. */
const CODE = /^[0-9A-Z]{4}$/;

/** Whether `code` means success at any stage. */
const meansSuccess = (code: string): boolean =>
	[...rowsByKey().values()].some((row) => row.code === code && row.outcome === 'success');

/** Describes NICEPAY's answer: “4126 가상계좌 CPID 설정 오류 (Virtual account CPID is set incorrectly)”. */
export function describeAnswer(endpoint: EndpointName, code: string, message?: string): string {
	const row = findResultCode(endpoint, code);
	const original = message || (showsKorean && row?.messageKo);
	if (original) return `${code} ${original}${row ? ` (${row.meaningEn})` : ''}`;
	return `${code} ${row?.meaningEn ?? 'without a message'}`;
}

const findRole = (endpoint: EndpointName, code: string): string =>
	findResultCode(endpoint, code)?.role ?? '';

/** Whether an issue was refused because its TID exists already (A225, 1651). */
export const isDuplicateTid = (code: string): boolean =>
	findRole('issue', code) === 'duplicate_tid';

/** Whether an issue was refused because its order has an account already (A127). */
export const isDuplicateOrder = (code: string): boolean =>
	findRole('issue', code) === 'duplicate_moid';

/** Whether a cancel was refused because NICEPAY has no transaction with that TID (2012, A217). */
export const isNoSuchTransaction = (code: string): boolean =>
	findRole('cancel', code) === 'no_such_transaction';

/** Whether NICEPAY refused because of too many requests (A246). You can send the same request later. */
export const isRateLimited = (code: string): boolean => findRole('issue', code) === 'rate_limited';

/**
 * Refusals that a cancel gets only while the transaction is still open or unknown. Any other refusal may
 * come after the first try has succeeded: one about the sender, for example its IP address or its key.
 * Not published; our reading of the code tables.
 */
const NOT_CANCELLED_ROLES: ReadonlySet<string> = new Set([
	'deposit_made_refund_account_needed',
	'no_such_transaction',
	'wrong_mid',
]);

/** Whether a refusal of the second try proves that the first, whose reply got lost, was not carried out. */
export const provesNotCancelled = (code: string): boolean =>
	NOT_CANCELLED_ROLES.has(findRole('cancel', code));

/** All published codes with which NICEPAY may refuse a request at this endpoint, ambiguous ones included. */
export const listRefusals = (endpoint: EndpointName): readonly ResultCode[] =>
	(table as readonly ResultCode[]).filter(
		({ stage, outcome, role }) =>
			(stage === endpoint || stage === 'common') &&
			outcome !== 'success' &&
			role !== 'no_such_transaction',
	);
