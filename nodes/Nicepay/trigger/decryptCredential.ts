import type { ICredentialDataDecryptedObject, IWebhookFunctions } from 'n8n-workflow';

type Decryption = Promise<ICredentialDataDecryptedObject>;

/** How long deposits share a decrypted credential, in milliseconds. A changed one counts after that. */
const SHARED_FOR = 1_000;

/** The last decryptions for each HTTP server, by node and credential, and when they are not shared any more. */
const shared = new WeakMap<object, Map<string, { until: number; decryption: Decryption }>>();

/**
 * Decrypts the trigger's credential. Deposits that arrive together share one decryption, because each takes
 * n8n tens of milliseconds of CPU.
 *
 * @param now milliseconds of a clock that never goes back
 */
export async function decryptCredential(
	webhook: IWebhookFunctions,
	now = () => performance.now(),
): Decryption {
	const { socket } = webhook.getRequestObject() as { socket: { server?: object } };
	const { server = socket } = socket;
	const decryptions: NonNullable<ReturnType<typeof shared.get>> = shared.get(server) ?? new Map();
	shared.set(server, decryptions);

	const { id, credentials } = webhook.getNode();
	const key = [webhook.getWorkflow().id, id, credentials?.nicepayApi?.id].join(' ');
	const earlier = decryptions.get(key);
	if (earlier && now() < earlier.until) return await earlier.decryption;
	const decryption = webhook.getCredentials('nicepayApi');
	decryptions.set(key, { until: now() + SHARED_FOR, decryption });
	// The next deposit tries again what has failed.
	decryption.catch(() => decryptions.delete(key));
	return await decryption;
}
