import type { IWebhookFunctions } from 'n8n-workflow';

import { describeCause } from '../errors';
import type { Refusal } from './checkNotification';

/** Anything larger is not from NICEPAY: by the lengths in the manual, notifications stay under 8 KiB. */
const MAX_BYTES = 1024 * 1024;

type Request = ReturnType<IWebhookFunctions['getRequestObject']>;

/** Reads a request's raw bytes. @returns why it is refused, if they are too many or cannot be read */
export async function readBody(request: Request): Promise<Buffer | Refusal> {
	const announced = Number(request.headers['content-length'] ?? 0);
	if (announced > MAX_BYTES) return { reason: 'size', bytes: announced };
	try {
		await request.readRawBody();
	} catch (error) {
		// Too large for n8n, or compressed in a way that it cannot open.
		return { reason: 'unreadable', cause: describeCause(error) };
	}
	const body = request.rawBody ?? Buffer.alloc(0);
	if (body.length === 0 && announced > 0) {
		return {
			reason: 'unreadable',
			cause: `it is empty, but ${announced} bytes were announced`,
		};
	}
	return body.length > MAX_BYTES ? { reason: 'size', bytes: body.length } : body;
}
