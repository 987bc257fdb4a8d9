import type { EndpointName } from './messageTables';
import table from './tables/result-codes.json';

/** Where NICEPAY uses a code. The same digits mean different things at different stages. */
export type Stage = 'issue' | 'cancel' | 'status' | 'noti' | 'auth' | 'common';

/** One row of NICEPAY's code tables. */
export interface ResultCode {
	readonly code: string;
	readonly stage: Stage;
	readonly outcome: 'success' | 'failed' | 'already_done' | 'unknown';
	/** What the code calls for; `failures/advice.ts` puts it into words. */
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

/** The meaning of `code` at `stage`, else its meaning everywhere; `undefined` for a code NICEPAY does not publish there. */
export function findResultCode(stage: EndpointName | 'noti', code: string): ResultCode | undefined {
	return rowsByKey().get(key(stage, code)) ?? rowsByKey().get(key('common', code));
}

/** Refusals of a duplicate: this request did nothing, but an earlier one with its TID or order did. */
const DUPLICATE_ROLES: ReadonlySet<string> = new Set([
	'duplicate_tid',
	'duplicate_moid',
	'duplicate_request',
]);

/**
 * Whether `code` says for certain that this request changed nothing. A code that the tables know as
 * ambiguous does not. One that they do not know for this endpoint is a no to an issue, unless it means
 * success somewhere else (manual: “4100: success, all else failure”; an account nobody was told of is
 * harmless), and says nothing of a cancel or refund.
 */
export function isDefiniteNo(endpoint: EndpointName, code: string): boolean {
	const row = findResultCode(endpoint, code);
	if (!row) return endpoint === 'issue' && CODE.test(code) && !meansSuccess(code);
	return row.outcome === 'failed' || DUPLICATE_ROLES.has(row.role ?? '');
}

/** What every code of NICEPAY's looks like. Anything else is a reply that was cut off or garbled. */
const CODE = /^[0-9A-Z]{4}$/;

/** Whether `code` means success at any stage. */
const meansSuccess = (code: string): boolean =>
	[...rowsByKey().values()].some((row) => row.code === code && row.outcome === 'success');

/** What NICEPAY answered, as a person reads it: “4126 가상계좌 CPID 설정 오류 (Virtual account CPID setting error)”. */
export function describeAnswer(endpoint: EndpointName, code: string, message?: string): string {
	const meaning = findResultCode(endpoint, code);
	const said = message || meaning?.messageKo || 'without a message';
	return `${code} ${said}${meaning ? ` (${meaning.meaningEn})` : ''}`;
}

const roleAt = (endpoint: EndpointName, code: string): string =>
	findResultCode(endpoint, code)?.role ?? '';

/** Whether an issue was refused because its TID is taken: another TID will do. */
export const isDuplicateTid = (code: string): boolean => roleAt('issue', code) === 'duplicate_tid';

/** Whether an issue was refused because its order has an account. */
export const isDuplicateOrder = (code: string): boolean =>
	roleAt('issue', code) === 'duplicate_moid';

/** Whether a cancel was refused because NICEPAY has no transaction of that TID. */
export const isNoSuchTransaction = (code: string): boolean =>
	roleAt('cancel', code) === 'no_such_transaction';

/** Whether NICEPAY refused because too much came at once: the same request may go out later. */
export const isRateLimited = (code: string): boolean => roleAt('issue', code) === 'rate_limited';

/**
 * Refusals of a cancel that tell of the transaction, and that no transaction gets which the same
 * cancel has just closed. Those that tell of the sender (its address, its key) may be as new as they like.
 */
const NOT_CANCELLED_ROLES: ReadonlySet<string> = new Set([
	'deposit_made_refund_account_needed',
	'no_such_transaction',
	'wrong_mid',
]);

/** Whether a refused repetition of a cancel also says that the first try, whose reply was lost, was not carried out. */
export const provesNotCancelled = (code: string): boolean =>
	NOT_CANCELLED_ROLES.has(roleAt('cancel', code));

/** Every published code with which NICEPAY may refuse to answer at this endpoint, ambiguous ones included. */
export const listRefusals = (endpoint: EndpointName): readonly ResultCode[] =>
	(table as readonly ResultCode[]).filter(
		({ stage, outcome, role }) =>
			(stage === endpoint || stage === 'common') &&
			outcome !== 'success' &&
			role !== 'no_such_transaction',
	);
