import { N8nClient } from '../../../harness/n8n/N8nClient';

/**
 * Logs the demo's owner in to n8n.
 *
 * @returns the cookies for the browser. Cookies know no ports: set from any port of `localhost`, they
 *   reach n8n. n8n ties a login to the browser only when it is told of one.
 */
export async function signIn(n8nUrl: string): Promise<string[]> {
	const { email, password } = N8nClient.owner;
	const reply = await fetch(`${n8nUrl}/rest/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ email, emailOrLdapLoginId: email, password }),
	});
	await reply.text();
	return reply.headers.getSetCookie();
}
