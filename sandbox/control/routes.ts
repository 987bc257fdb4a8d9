import type { FastifyInstance } from 'fastify';

import type { State } from '../state';
import { controlActions } from './actions';
import { BadInputError } from './input';
import { onlyLoopback } from './loopback';

type ByTid = { Params: { tid: string } };

/** The control API, under `/internal/`: see docs/sandbox.md. NICEPAY itself has no such API. */
export function controlRoutes(state: State) {
	const { books, notifier, faults, requests } = state;
	const actions = controlActions(state);

	return async (server: FastifyInstance): Promise<void> => {
		readJsonBodies(server);
		server.setErrorHandler(async (error: Error & { statusCode?: number }, _request, reply) =>
			reply.code(error.statusCode ?? 500).send({ error: error.message }),
		);
		server.addHook('onRequest', onlyLoopback);

		server.get('/accounts', async () => books.all());
		server.get<ByTid>('/accounts/:tid', async ({ params }) => actions.find(params.tid));
		server.post<ByTid>('/accounts/:tid/deposit', async ({ params, body }) =>
			actions.deposit(params.tid, body),
		);
		server.post<ByTid>('/accounts/:tid/expire', async ({ params }) => actions.expire(params.tid));

		server.get('/notification-settings', async () => notifier.settings());
		server.put('/notification-settings', async ({ body }) => actions.changeSettings(body));
		server.get('/notifications', async () => notifier.all());

		server.get('/faults', async () => faults.all());
		server.put('/faults', async ({ body }) => actions.setFaults(body));

		server.get('/requests', async () => requests.all());
		server.post('/reset', async () => {
			actions.reset();
			return { reset: true };
		});
	};
}

/** Reads JSON, whatever the Content-Type says; a body may be missing. */
function readJsonBodies(server: FastifyInstance): void {
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
		try {
			done(null, body === '' ? undefined : JSON.parse(String(body)));
		} catch {
			done(new BadInputError('The body is not JSON'));
		}
	});
}
