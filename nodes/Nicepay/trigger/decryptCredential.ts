import type { ICredentialDataDecryptedObject, IWebhookFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

type Decryption = Promise<ICredentialDataDecryptedObject>;

/** How long deposits share a decrypted credential, in milliseconds. A changed one counts after that. */
const SHARED_FOR = 1_000;

/** Shared decryptions of each HTTP server, by node and credential. */
const shared = new WeakMap<object, Map<string, Decryption>>();

/**
 * Decrypts the trigger's credential. Deposits that arrive together share one decryption, because each takes
 * n8n tens of milliseconds of CPU.
 */
export async function decryptCredential(webhook: IWebhookFunctions): Decryption {
	const { socket } = webhook.getRequestObject() as { socket: { server?: object } };
	const { server = socket } = socket;
	const decryptions = shared.get(server) ?? new Map<string, Decryption>();
	shared.set(server, decryptions);

	const { id, credentials } = webhook.getNode();
	const key = [webhook.getWorkflow().id, id, credentials?.nicepayApi?.id].join(' ');
	const decryption = decryptions.get(key) ?? webhook.getCredentials('nicepayApi');
	if (!decryptions.has(key)) {
		decryptions.set(key, decryption);
		const forget = () => decryptions.delete(key);
		void decryption.then(async () => await sleep(SHARED_FOR)).then(forget, forget);
	}
	return await decryption;
}
