import { type Dispatcher, request } from 'undici';

/** The merchant server's reply, or why there is none. */
export interface PostResult {
	readonly reply: { readonly status: number; readonly body: string } | null;
	readonly error: string | null;
}

const TIMEOUT_MS = 30_000;
/** Bytes of a reply that are kept. Only `OK` is right. */
const MAX_REPLY = 64 * 1024;

/** Posts a form. Never throws: errors are in the result. */
export async function post(
	url: string,
	message: { contentType: string; body: string },
	options: { dispatcher: Dispatcher; signal: AbortSignal },
): Promise<PostResult> {
	try {
		const { statusCode, body } = await request(url, {
			...options,
			method: 'POST',
			headers: { 'content-type': message.contentType },
			body: Buffer.from(message.body, 'latin1'),
			headersTimeout: TIMEOUT_MS,
			bodyTimeout: TIMEOUT_MS,
		});
		let text = '';
		for await (const chunk of body) {
			text += (chunk as Buffer).toString('latin1');
			if (text.length > MAX_REPLY) break;
		}
		return { reply: { status: statusCode, body: text.slice(0, MAX_REPLY) }, error: null };
	} catch (error) {
		return { reply: null, error: describeError(error) };
	}
}

function describeError(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const code = 'code' in error ? String(error.code) : error.name;
	return error.message === '' ? code : `${code}: ${error.message}`;
}
