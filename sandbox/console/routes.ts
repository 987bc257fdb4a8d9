import { createHash } from 'node:crypto';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { onlyLoopback } from '../control/loopback';
import type { State } from '../state';
import { readAssets } from './assets';
import { consoleForms, type Form } from './forms';
import { languageCookie, readLanguage } from './language';
import { describeDone, describeError, type Notice } from './notice';
import { page } from './page';
import { readView, type View } from './view';

type Query = Readonly<Record<string, unknown>>;
type Submission = { Params: { tid?: string }; Body: Form };

/** Allows only the console's own scripts and styles, and no page around it. */
const HEADERS = {
	'content-security-policy':
		"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	'referrer-policy': 'same-origin',
	'x-content-type-options': 'nosniff',
	'cache-control': 'no-cache',
};

/** The console: a page for people at `/`, whose forms post to `/console/`. */
export function consoleRoutes(state: State) {
	return async (server: FastifyInstance): Promise<void> => {
		readForms(server);
		server.addHook('onRequest', onlyLoopback);
		server.addHook('onRequest', async (_request, reply) => void reply.headers(HEADERS));
		server.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
			const { tid } = request.params as Submission['Params'];
			const view = viewFor(request);
			reply.code(error.statusCode ?? 500);
			return sendPage(request, reply, view, describeError(state, view, error, tid));
		});

		server.get<{ Querystring: Query }>('/', async (request, reply) => {
			const view = viewFor(request);
			const cookie = languageCookie(request.query['lang']);
			if (cookie !== undefined) reply.header('set-cookie', cookie);
			return sendPage(request, reply, view, describeDone(state, view, request.query));
		});
		for (const [url, { type, content }] of Object.entries(readAssets())) {
			server.get(url, async (_request, reply) => reply.type(type).send(content));
		}
		for (const [path, submit] of Object.entries(consoleForms(state))) {
			server.post<Submission>(path, async (request, reply) => {
				const { tid = '' } = request.params;
				const done = submit(request.body, tid);
				// Without JavaScript, the browser goes on to this page.
				const parameters = new URLSearchParams(viewFor(request).query);
				parameters.set('done', done);
				if (tid !== '') parameters.set('tid', tid);
				return reply.redirect(`/?${parameters}`, 303);
			});
		}
	};

	function sendPage(request: FastifyRequest, reply: FastifyReply, view: View, notice?: Notice) {
		const body = page(state, view, { host: request.host, notice }).toString();
		const etag = `"${createHash('sha1').update(body).digest('base64url')}"`;
		reply.header('etag', etag).header('vary', 'cookie, accept-language');
		// The script polls every second, and usually nothing has changed.
		if (request.headers['if-none-match'] === etag) return reply.code(304).send();
		return reply.type('text/html; charset=utf-8').send(body);
	}
}

const viewFor = ({ query, headers }: Pick<FastifyRequest, 'query' | 'headers'>): View =>
	readView(query as Query, readLanguage(headers, (query as Query)['lang']));

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
