/**
 * Posts what its parent sends it, and sends back what became of it. A process of its own: proxies and
 * authorities are read from the environment that it starts with.
 *
 * Usage: fork(the compiled file, ['undici' or 'helpers'])
 */
import { helpersTransport } from '../../nodes/Nicepay/transport/helpersTransport';
import type { PostRequest, Transport } from '../../nodes/Nicepay/transport/Transport';
import { undiciTransport } from '../../nodes/Nicepay/transport/undiciTransport';
import { n8nHelpers } from '../nodes/Nicepay/transport/n8nHelpers';

const adapters: Record<string, () => Promise<Transport>> = {
	undici: async () => undiciTransport,
	helpers: async () => helpersTransport(await n8nHelpers()),
};

const opened = adapters[process.argv[2] ?? '']?.();

process.on('message', (posting: PostRequest) => void answer(posting));

async function answer(posting: PostRequest): Promise<void> {
	const transport = await opened;
	if (!transport) throw new Error(`There is no adapter “${process.argv[2]}”`);
	const delivery = await transport.post(posting);
	const reply = delivery.kind === 'replied' ? { text: Buffer.from(delivery.body).toString() } : {};
	process.send?.({ ...delivery, body: undefined, ...reply });
}
