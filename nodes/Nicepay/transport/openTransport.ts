import { askN8nFirst } from './askN8nFirst';
import type { OpenTransport } from './Transport';

/**
 * Opens undici in the bulk build, and loads it with the first request instead of with the node. The
 * verified build replaces this file with `openTransport.verified.ts`.
 */
export const openTransport: OpenTransport = async (helpers, isTrusted) => {
	const { undiciTransport } = await import('./undiciTransport');
	return askN8nFirst(undiciTransport, helpers, isTrusted);
};
