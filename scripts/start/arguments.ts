/** What was asked for behind `npm start --`. */
export interface Arguments {
	/** Begin anew: delete n8n's data of earlier starts. */
	readonly reset: boolean;
	/** Say what there is, and start nothing. */
	readonly help: boolean;
}

const KNOWN: readonly string[] = ['--reset', '--help'];

export const USAGE = `npm start                starts n8n with the package, a sandbox and the example workflows
npm start -- --reset     deletes what earlier starts have left, and begins anew
npm start -- --help      prints this

Ports, as environment variables; all are open to this machine only:
  N8N_PORT    5678   n8n's editor
  PORT        7070   the sandbox and its console
  HOME_PORT   7071   the page to begin with; it shows the login and the mails
  MAIL_PORT   7072   the mail server that keeps what the workflows send

Example: N8N_PORT=5700 npm start`;

/** @throws {Error} for an argument that is not known */
export function readArguments(given: readonly string[]): Arguments {
	const unknown = given.filter((argument) => !KNOWN.includes(argument));
	if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(' ')}\n\n${USAGE}`);
	return { reset: given.includes('--reset'), help: given.includes('--help') };
}
