import type { FastifyInstance } from 'fastify';

import type { Account } from '../account';
import { WrongStateError } from '../books';
import type { State } from '../state';
import { BadInputError, readDeposit, readFaults, readSettings } from './input';
import { onlyLoopback } from './loopback';

/** Raised for a TID that is not in the books: HTTP 404. */
class UnknownAccountError extends Error {
	override readonly name = 'UnknownAccountError';
}

/** Who pays in when nobody says so and the order has no buyer's name. */
const ANYBODY = '홍길동';

type ByTid = { Params: { tid: string } };

/**
 * The control API, under `/internal/`: what a customer or NICEPAY's admin page would do and NICEPAY
 * has no API for. Nothing like it exists at NICEPAY.
 */
export function controlRoutes(state: State) {
	const { books, notifier, faults, requests } = state;
	const accountOf = (tid: string): Account => {
		const account = books.find(tid);
		if (!account) throw new UnknownAccountError(`There is no account with the TID ${tid}`);
		return account;
	};

	return async (server: FastifyInstance): Promise<void> => {
		readJsonBodies(server);
		answerErrors(server);
		server.addHook('onRequest', onlyLoopback);

		server.get('/accounts', async () => books.all());
		server.get<ByTid>('/accounts/:tid', async ({ params }) => accountOf(params.tid));
		server.post<ByTid>('/accounts/:tid/deposit', async ({ params, body }) => {
			const account = accountOf(params.tid);
			const { amount = account.amount, depositorName } = readDeposit(body);
			books.deposit(account, amount, depositorName ?? (account.buyerName || ANYBODY));
			notifier.notifyDeposit(account);
			return account;
		});
		server.post<ByTid>('/accounts/:tid/expire', async ({ params }) => {
			const account = accountOf(params.tid);
			books.expire(account);
			return account;
		});

		server.get('/notification-settings', async () => notifier.settings());
		server.put('/notification-settings', async ({ body }) => notifier.change(readSettings(body)));
		server.get('/notifications', async () => notifier.all());

		server.get('/faults', async () => faults.all());
		server.put('/faults', async ({ body }) => {
			faults.set(readFaults(body));
			return faults.all();
		});

		server.get('/requests', async () => requests.all());
		server.post('/reset', async () => {
			for (const part of [books, faults, requests]) part.clear();
			notifier.reset();
			return { reset: true };
		});
	};
}

/** JSON whatever the Content-Type says; no body is none. */
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

const STATUS: ReadonlyArray<readonly [new (message: string) => Error, number]> = [
	[BadInputError, 400],
	[UnknownAccountError, 404],
	[WrongStateError, 409],
];

function answerErrors(server: FastifyInstance): void {
	server.setErrorHandler(async (error: Error & { statusCode?: number }, _request, reply) => {
		const [, status] = STATUS.find(([kind]) => error instanceof kind) ?? [];
		return reply.code(status ?? error.statusCode ?? 500).send({ error: error.message });
	});
}
