import type { Transport } from './Transport';

/** The adapter this build ships. undici is loaded with the first request, not with the node. */
export async function openTransport(): Promise<Transport> {
	const { undiciTransport } = await import('./undiciTransport');
	return undiciTransport;
}
