import { sleep } from 'n8n-workflow';

import { TidSource } from '../protocol/tid';

/** The one source of TIDs in this process: the node and the credential draw from it. */
export const tids = new TidSource({ now: () => new Date(), random: Math.random, sleep });
