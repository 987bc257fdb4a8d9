import { isRateLimited } from '../protocol/resultCodes';
import type { RequestResult } from './RequestResult';

/** Pauses before each new try of a request that never left: an unreachable server. In milliseconds. */
export const NEVER_SENT_PAUSES = [500, 2_000, 5_000] as const;

/** How often a request is sent again, or a cancel tried, before the outcome is left unknown. */
export const TRIES = 3;

/** Milliseconds between two tries. */
const PAUSE = 1_000;
/** Milliseconds after A246, too many requests. */
const PAUSE_IF_RATE_LIMITED = 5_000;

/** How long to wait for the next try. @param last how the one before it ended, if there was one */
export const pauseAfter = (last?: RequestResult<unknown>): number =>
	last?.kind === 'rejected' && isRateLimited(last.code) ? PAUSE_IF_RATE_LIMITED : PAUSE;
