import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { ENDPOINTS, type EndpointName } from '../../nodes/Nicepay/protocol/messages';
import { kstIso } from '../books';
import type { Received } from '../checks';
import { answer } from '../faults/answer';
import type { AppliedFault } from '../faults/FaultList';
import { readMarker } from '../faults/marker';
import { readForm } from '../form';
import { type ReplyFields, replyFormOf } from '../replies';
import type { LoggedRequest } from '../requestLog';
import type { State } from '../state';
import { process, refusalReply } from './process';

/** NICEPAY's paths by its manual, written down apart from the node's; the third one is spelt so. */
const PATHS: Readonly<Record<EndpointName, string>> = {
	issue: '/webapi/get_vacount.jsp',
	cancel: '/webapi/cancel_process.jsp',
	status: '/webapi/inquery/trans_status.jsp',
};

/** The three endpoints at NICEPAY's own paths. They read the bytes, whatever the Content-Type says. */
export function nicepayRoutes(state: State) {
	return async (server: FastifyInstance): Promise<void> => {
		const contentTypes = new WeakMap<object, string>();
		server.removeAllContentTypeParsers();
		server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
			done(null, body);
		});
		server.addHook('onRequest', async ({ raw }) => {
			const given = raw.headers['content-type'];
			if (given !== undefined) contentTypes.set(raw, given);
			// Fastify refuses a Content-Type it cannot read before any parser sees it.
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
	request: FastifyRequest,
	reply: FastifyReply,
	contentType: string | null,
): Promise<void> {
	const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
	const form = readForm(body, state.options.merchantKey);
	const now = state.options.now();
	const field = (name: string) => form.fields.get(name) ?? '';
	const received: Received = { endpoint, form, field, now, state };

	const fault = state.faults.take(endpoint, ordersOf(received));
	const entry = state.requests.add({
		time: kstIso(now),
		endpoint,
		contentType,
		fields: Object.fromEntries(form.fields),
		rawBody: form.rawBody,
		checks: [],
		processed: false,
		reply: null,
		fault: fault?.kind ?? null,
		notes: notesOn(received),
	});
	const fields = replyOf(received, fault, entry);
	entry.reply = fields;
	await answer({ fields, form: replyFormOf(field), fault, state, reply });
}

/** The orders a request is about: its own, and the one its TID was issued for. */
function ordersOf({ field, state }: Received): string[] {
	const orders = [field('Moid'), state.books.find(field('TID'))?.orderId ?? ''];
	return orders.filter((order, index) => order !== '' && orders.indexOf(order) === index);
}

function notesOn({ endpoint, form, field }: Received): string[] {
	const known = new Set(ENDPOINTS[endpoint].fields.map(({ name }) => name));
	const unknown = [...form.fields.keys()].filter((name) => !known.has(name));
	return [
		...(form.containsKey ? ['The merchant key was sent. It must never leave the client.'] : []),
		...(unknown.length > 0 ? [`Not in NICEPAY’s table, ignored: ${unknown.join(', ')}`] : []),
		...(field('Moid').includes('FAULT-') && !readMarker(field('Moid'))
			? ['The order number asks for a fault of no known kind.']
			: []),
	];
}

function replyOf(
	received: Received,
	fault: AppliedFault | undefined,
	entry: LoggedRequest,
): ReplyFields | null {
	let reply: ReplyFields | null = null;
	if (!fault || fault.processed) {
		const result = process(received);
		entry.checks = result.checks;
		entry.processed = true;
		reply = result.reply;
	}
	return fault?.code === undefined ? reply : refusalReply(received, fault.code);
}
