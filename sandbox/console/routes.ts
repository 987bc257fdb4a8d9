import { createHash } from 'node:crypto';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { controlActions } from '../control/actions';
import { errorStatus } from '../control/errorStatus';
import { onlyLoopback } from '../control/loopback';
import type { State } from '../state';
import { readAssets } from './assets';
import { depositInput, faultInput, faultsWithout, type Form, settingsInput } from './formInput';
import { languageCookie, languageOf } from './language';
import { type Done, doneNotice, errorNotice, type Notice } from './notice';
import { page } from './page';
import { type View, viewOf } from './view';

type Query = Readonly<Record<string, unknown>>;
type ByTid = { Params: { tid: string }; Body: Form };

/** Scripts and styles of its own only, and no other page around it. */
const HEADERS = {
	'content-security-policy':
		"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	'referrer-policy': 'same-origin',
	'x-content-type-options': 'nosniff',
	'cache-control': 'no-cache',
};

/**
 * The console: a page for people at `/`, and what its forms post to under `/console/`. It does what the
 * control API does, through the same functions.
 */
export function consoleRoutes(state: State) {
	const actions = controlActions(state);

	return async (server: FastifyInstance): Promise<void> => {
		readForms(server);
		server.addHook('onRequest', onlyLoopback);
		server.addHook('onRequest', async (_request, reply) => void reply.headers(HEADERS));
		server.setErrorHandler(async (error: Error, request, reply) => {
			const { tid } = request.params as { tid?: string };
			const view = viewFor(request);
			const notice = errorNotice(state, view, error, tid);
			return sendPage(request, reply.code(errorStatus(error)), view, notice);
		});

		server.get('/', async (request, reply) => {
			const view = viewFor(request);
			const cookie = languageCookie((request.query as Query).lang);
			if (cookie !== undefined) reply.header('set-cookie', cookie);
			return sendPage(request, reply, view, doneNotice(state, view, request.query as Query));
		});
		for (const [url, { type, content }] of Object.entries(readAssets())) {
			server.get(url, async (_request, reply) => reply.type(type).send(content));
		}

		server.post<ByTid>('/console/accounts/:tid/deposit', async (request, reply) => {
			const { tid } = actions.deposit(request.params.tid, depositInput(request.body));
			return back(request, reply, 'deposited', tid);
		});
		server.post<ByTid>('/console/accounts/:tid/expire', async (request, reply) => {
			const { tid } = actions.expire(request.params.tid);
			return back(request, reply, 'expired', tid);
		});
		server.post<{ Body: Form }>('/console/settings', async (request, reply) => {
			actions.changeSettings(settingsInput(request.body));
			return back(request, reply, 'settings');
		});
		server.post<{ Body: Form }>('/console/faults', async (request, reply) => {
			actions.setFaults([...state.faults.all(), faultInput(request.body)]);
			return back(request, reply, 'fault');
		});
		server.post<{ Body: Form }>('/console/faults/remove', async (request, reply) => {
			actions.setFaults(faultsWithout(state.faults.all(), request.body.get('fault')));
			return back(request, reply, 'faultRemoved');
		});
		server.post('/console/reset', async (request, reply) => {
			actions.reset();
			return back(request, reply, 'reset');
		});
	};

	function sendPage(request: FastifyRequest, reply: FastifyReply, view: View, notice?: Notice) {
		const body = page(state, view, { host: request.host, notice }).toString();
		const etag = `"${createHash('sha1').update(body).digest('base64url')}"`;
		reply.header('etag', etag).header('vary', 'cookie, accept-language');
		// The script asks every second; mostly there is nothing new.
		if (request.headers['if-none-match'] === etag) return reply.code(304).send();
		return reply.type('text/html; charset=utf-8').send(body);
	}
}

function viewFor({ query, headers }: FastifyRequest): View {
	const { lang, q, state } = query as Query;
	const language = languageOf({
		lang,
		cookie: headers.cookie,
		acceptLanguage: headers['accept-language'],
	});
	return viewOf({ q, state }, language);
}

/** Shows the page again, with what was done. */
function back({ query }: FastifyRequest, reply: FastifyReply, done: Done, tid = '') {
	const parameters = new URLSearchParams(viewOf(query as Query, 'en').query);
	parameters.set('done', done);
	if (tid !== '') parameters.set('tid', tid);
	return reply.redirect(`/?${parameters}`, 303);
}

function readForms(server: FastifyInstance): void {
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
		done(null, new URLSearchParams(String(body)));
	});
	// A form without fields has no body.
	server.addHook('preHandler', async (request) => {
		request.body ??= new URLSearchParams();
	});
}
