import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { ENDPOINTS, type EndpointName } from '../../nodes/Nicepay/protocol/messageFields';
import { formatKstIso } from '../books';
import type { Received } from '../checks';
import { sendReply } from '../faults/sendReply';
import { readMarker } from '../faults/marker';
import { readForm } from '../form';
import { readReplyFormat } from '../replies';
import type { State } from '../state';
import { process, refuse } from './process';

/** Manual: the endpoints' paths, not taken from the node. The third is really spelt that way. */
const PATHS: Readonly<Record<EndpointName, string>> = {
	issue: '/webapi/get_vacount.jsp',
	cancel: '/webapi/cancel_process.jsp',
	status: '/webapi/inquery/trans_status.jsp',
};

/** NICEPAY's endpoints at their own paths. They read the bytes, whatever the Content-Type says. */
export function nicepayRoutes(state: State) {
	return async (server: FastifyInstance): Promise<void> => {
		const contentTypes = new WeakMap<object, string>();
		server.removeAllContentTypeParsers();
		server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
			done(null, body);
		});
		server.addHook('onRequest', async ({ raw }) => {
			const sent = raw.headers['content-type'];
			if (sent !== undefined) contentTypes.set(raw, sent);
			// Fastify rejects an invalid Content-Type before any parser sees it.
			raw.headers['content-type'] = 'application/octet-stream';
		});

		for (const endpoint of Object.keys(PATHS) as EndpointName[]) {
			server.post(PATHS[endpoint], async (request, reply) => {
				await handle(state, endpoint, request, reply, contentTypes.get(request.raw) ?? null);
			});
			server.route({
				method: ['GET', 'PUT', 'PATCH', 'DELETE'],
				url: PATHS[endpoint],
				handler: async (_request, reply) =>
					reply.code(405).header('allow', 'POST').type('text/html').send('<h1>405</h1>'),
			});
		}
	};
}

async function handle(
	state: State,
	endpoint: EndpointName,
	{ body }: FastifyRequest,
	reply: FastifyReply,
	contentType: string | null,
): Promise<void> {
	const form = readForm(Buffer.isBuffer(body) ? body : Buffer.alloc(0), state.options.merchantKey);
	const field = (name: string) => form.fields.get(name) ?? '';
	const now = state.options.now();
	const account = state.books.find(field('TID'));
	const received: Received = { endpoint, form, field, account, now, state };

	// A fault may name the order of the request, or the order that the TID was issued for.
	const orders = [field('Moid'), account?.orderId ?? ''].filter((order) => order !== '');
	const fault = state.faults.take(endpoint, orders);
	const entry = state.requests.add({
		time: formatKstIso(now),
		endpoint,
		contentType,
		fields: Object.fromEntries(form.fields),
		rawBody: form.rawBody,
		checks: [],
		processed: false,
		reply: null,
		fault: fault?.kind ?? null,
		notes: writeNotes(received),
	});
	if (!fault || fault.processed) Object.assign(entry, process(received), { processed: true });
	if (fault?.code !== undefined) entry.reply = refuse(received, fault.code);
	await sendReply({ fields: entry.reply, format: readReplyFormat(field), fault, state, reply });
}

function writeNotes({ endpoint, form, field }: Received): string[] {
	const known = new Set(ENDPOINTS[endpoint].fields.map(({ name }) => name));
	const unknown = [...form.fields.keys()].filter((name) => !known.has(name));
	const isFaultUnknown = field('Moid').includes('FAULT-') && !readMarker(field('Moid'));
	return [
		...(form.containsKey ? ['The merchant key was sent. It must never leave the client.'] : []),
		...(unknown.length > 0 ? [`Not in NICEPAY’s table, ignored: ${unknown.join(', ')}`] : []),
		...(isFaultUnknown ? ['The order number asks for an unknown fault.'] : []),
	];
}
