import { sleep } from 'n8n-workflow';

import { TidSource } from '../protocol/tid';

/** The source of TIDs, one for the whole process: the node and the credential share it. */
export const tids = new TidSource({ now: () => new Date(), random: Math.random, sleep });
