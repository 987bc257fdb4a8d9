import { helpersTransport } from './helpersTransport';
import type { OpenTransport } from './Transport';

/** Replaces `openTransport.ts` in the verified build. n8n's scan does not accept undici. */
export const openTransport: OpenTransport = async (helpers) => helpersTransport(helpers);
