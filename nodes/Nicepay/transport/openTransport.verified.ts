import { helpersTransport } from './helpersTransport';
import type { OpenTransport } from './Transport';

/** Stands in for `openTransport.ts` in the verified build, which n8n's scan lets through. */
export const openTransport: OpenTransport = async (helpers) => helpersTransport(helpers);
