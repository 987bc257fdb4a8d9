import { type Dispatcher, request } from 'undici';

/** What the merchant's server answered, or why there is no answer. */
export interface PostResult {
	readonly reply: { readonly status: number; readonly body: string } | null;
	readonly error: string | null;
}

const TIMEOUT_MS = 30_000;
/** What is kept of a reply; all but `OK` is wrong anyway. Bytes. */
const MAX_REPLY = 64 * 1024;

/** Posts a form. Never throws: what went wrong is in the result. */
export async function post(
	url: string,
	message: { contentType: string; body: string },
	{ dispatcher, signal }: { dispatcher: Dispatcher; signal: AbortSignal },
): Promise<PostResult> {
	try {
		const { statusCode, body } = await request(url, {
			method: 'POST',
			headers: { 'content-type': message.contentType },
			body: Buffer.from(message.body, 'latin1'),
			headersTimeout: TIMEOUT_MS,
			bodyTimeout: TIMEOUT_MS,
			dispatcher,
			signal,
		});
		const chunks: Buffer[] = [];
		let size = 0;
		for await (const chunk of body) {
			chunks.push(Buffer.from(chunk));
			size += chunks.at(-1)?.length ?? 0;
			if (size > MAX_REPLY) break;
		}
		const text = Buffer.concat(chunks).subarray(0, MAX_REPLY).toString('latin1');
		return { reply: { status: statusCode, body: text }, error: null };
	} catch (error) {
		return { reply: null, error: describe(error) };
	}
}

function describe(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const code = 'code' in error ? String(error.code) : error.name;
	return error.message === '' ? code : `${code}: ${error.message}`;
}
