import { askN8nFirst } from './askN8nFirst';
import type { OpenTransport } from './Transport';

/**
 * The ordinary build ships undici, loaded with the first request, not with the node. The verified
 * build puts `openTransport.verified.ts` in the place of this file.
 */
export const openTransport: OpenTransport = async (helpers, isTrusted) => {
	const { undiciTransport } = await import('./undiciTransport');
	return askN8nFirst(undiciTransport, helpers, isTrusted);
};
