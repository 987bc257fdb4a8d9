import type { Doubt } from '../protocol/doubt';
import { answerOf } from '../protocol/doubt';
import { CANCEL } from '../protocol/messages';
import {
	isDuplicateOrder,
	isDuplicateTid,
	isRateLimited,
	saysNoSuchTransaction,
	saysNotCancelled,
} from '../protocol/resultCodes';
import type { Ending, ExchangeContext } from './exchange';
import { exchange } from './exchange';
import { pause } from './pause';
import type { PreparedRequest, Replacement } from './PreparedRequest';

/** How a request ended for good, and under which message. */
export interface CarriedOut<Result> {
	readonly ending: FinalEnding<Result>;
	/** The last message sent: its identity is what an open question is about. */
	readonly request: PreparedRequest<Result>;
}

/** A request whose reply was lost, which was undone, and which could not be made anew: nothing is open. */
export interface Voided {
	readonly kind: 'voided';
	readonly doubt: Doubt;
}

export type FinalEnding<Result> = Ending<Result> | Voided;

export type LostReply = 'recover' | 'fail';

/** How often a lost request is sent again, or undone, before its outcome is left unknown. */
const TRIES = 3;
/** How often a request whose TID is taken is sent under a new one. */
const RENEWALS = 3;
const PAUSE_BETWEEN_TRIES = 1_000;
/** Where NICEPAY asks for patience. */
const PATIENT_PAUSE = 5_000;

/**
 * Carries out one request and, when asked to, finds out what became of it when its reply gets lost.
 *
 * @param lostBefore a doubt left by an earlier run of the same execution: it is settled first
 */
export async function carryOut<Result>(
	request: PreparedRequest<Result>,
	context: ExchangeContext,
	lostReply: LostReply,
	lostBefore?: Doubt,
): Promise<CarriedOut<Result>> {
	const first: CarriedOut<Result> = lostBefore
		? { request, ending: { kind: 'unknown', doubt: lostBefore } }
		: await sendUnderFreshIdentity(request, context);
	if (first.ending.kind !== 'unknown' || lostReply === 'fail') return first;

	// A batch may give up on items that have not been sent yet, not on one that has.
	const ofItsOwn = { ...context, batch: undefined };
	const { whenLost } = first.request;
	switch (whenLost.kind) {
		case 'report':
			return first;
		case 'ask':
		case 'repeat':
			return await repeat(first.request, ofItsOwn, first.ending.doubt);
		case 'replace':
			return await replace(first.request, whenLost.replacement, ofItsOwn, first.ending.doubt);
	}
}

/** Sends a request; a chance collision of its TID with another's is refused and tried under a new one. */
async function sendUnderFreshIdentity<Result>(
	request: PreparedRequest<Result>,
	context: ExchangeContext,
): Promise<CarriedOut<Result>> {
	let current = request;
	for (let renewals = 0; ; renewals++) {
		const ending = await exchange(current, context);
		const { whenLost } = current;
		const collided = ending.kind === 'rejected' && isDuplicateTid(ending.code);
		if (!collided || whenLost.kind !== 'replace' || renewals === RENEWALS) {
			return { request: current, ending };
		}
		current = await whenLost.replacement.renew();
	}
}

/** Sends a harmless request again until its outcome is known. */
async function repeat<Result>(
	request: PreparedRequest<Result>,
	context: ExchangeContext,
	doubt: Doubt,
): Promise<CarriedOut<Result>> {
	let open = doubt;
	let ending: Ending<Result> | undefined;
	for (let tries = 0; tries < TRIES; tries++) {
		if (!(await pause(pauseAfter(ending), context))) break;
		ending = await exchange(request, context);
		if (ending.kind === 'done') return { request, ending };
		// The first try may be the reason for this refusal, unless the refusal rules that out.
		const isNo =
			request.whenLost.kind === 'ask' ||
			(request.endpoint === CANCEL && saysNotCancelled(codeOf(ending)));
		if (ending.kind === 'rejected' && isNo) return { request, ending };
		if (ending.kind === 'unknown') open = ending.doubt;
		if (ending.kind === 'rejected') open = { reason: 'repeatRefused', ...answerOf(ending.reply) };
	}
	return { request, ending: { kind: 'unknown', doubt: open } };
}

/** Milliseconds to wait before the next try. */
const pauseAfter = (ending: Ending<unknown> | undefined): number =>
	ending && isRateLimited(codeOf(ending)) ? PATIENT_PAUSE : PAUSE_BETWEEN_TRIES;

/** The code of a refusal, or `''`. */
const codeOf = (ending: FinalEnding<unknown>): string =>
	ending.kind === 'rejected' ? ending.code : '';

/** Undoes what may have been made, and makes it anew once. */
async function replace<Result>(
	request: PreparedRequest<Result>,
	{ undo, renew }: Replacement<Result>,
	context: ExchangeContext,
	doubt: Doubt,
): Promise<CarriedOut<Result>> {
	const openFor = (unclear: Unclear): CarriedOut<Result> => ({
		request,
		ending: { kind: 'unknown', doubt: unclear.doubt ?? doubt },
	});
	const undone = await undoing(undo, context);
	if (typeof undone !== 'string') return openFor(undone);

	let renewed = await sendUnderFreshIdentity(await renew(), context);
	let isUndone = undone === 'undone';
	if (isNotSent(renewed)) return isUndone ? voided(request, doubt) : openFor({});
	if (!isUndone && renewed.ending.kind !== 'done') {
		// NICEPAY may be slow, and have carried out the lost request after the attempt to undo it.
		const undoneSince = await undoing(undo, context);
		if (typeof undoneSince !== 'string') return openFor(undoneSince);
		isUndone = undoneSince === 'undone';
		if (renewed.ending.kind === 'rejected' && isDuplicateOrder(renewed.ending.code)) {
			// Or it is about to; or the order is somebody else's.
			if (!isUndone) {
				const answer = answerOf(renewed.ending.reply);
				return {
					request,
					ending: { kind: 'unknown', doubt: { reason: 'resultCode', ...answer } },
				};
			}
			renewed = await sendUnderFreshIdentity(await renew(), context);
			if (isNotSent(renewed)) return voided(request, doubt);
		}
	}
	return renewed.ending.kind === 'unknown'
		? await voidAgain(renewed, renewed.ending.doubt, context)
		: renewed;
}

const isNotSent = ({ ending }: CarriedOut<unknown>): boolean =>
	ending.kind === 'neverSent' || ending.kind === 'stopped';

const voided = <Result>(request: PreparedRequest<Result>, doubt: Doubt): CarriedOut<Result> => ({
	request,
	ending: { kind: 'voided', doubt },
});

/** Undoes a request that was made anew and got lost too. */
async function voidAgain<Result>(
	renewed: CarriedOut<Result>,
	doubt: Doubt,
	context: ExchangeContext,
): Promise<CarriedOut<Result>> {
	const { request } = renewed;
	const { whenLost } = request;
	const isVoid =
		whenLost.kind === 'replace' &&
		typeof (await undoing(whenLost.replacement.undo, context)) === 'string';
	return isVoid ? voided(request, doubt) : renewed;
}

/** Nobody can say what is left of a request; and what NICEPAY answered to the attempt to undo it, if it did. */
interface Unclear {
	readonly doubt?: Doubt;
}

/** What is left of a request: it was undone, NICEPAY has never heard of it, or nobody can say. */
async function undoing(
	undo: PreparedRequest<unknown>,
	context: ExchangeContext,
): Promise<'undone' | 'unheardOf' | Unclear> {
	let ending: Ending<unknown> | undefined;
	for (let tries = 0; tries < TRIES; tries++) {
		if (ending && !(await pause(pauseAfter(ending), context))) break;
		ending = await exchange(undo, context);
		if (ending.kind === 'done') return 'undone';
		if (ending.kind === 'rejected' && saysNoSuchTransaction(ending.code)) return 'unheardOf';
	}
	const reply = ending && 'reply' in ending ? ending.reply : undefined;
	return reply ? { doubt: { reason: 'undoRefused', ...answerOf(reply) } } : {};
}
