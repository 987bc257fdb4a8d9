import { installN8n } from '../../harness/n8n/installN8n';
import { installTools } from '../../harness/n8n/installTools';
import { packPackage } from '../../harness/n8n/packPackage';
import { FOLDER } from './settings';

/**
 * Installs n8n and packs the package, in a process of its own that can be broken off at any time. Tells
 * how far it is on standard error, and what there is to start, as JSON, on standard output.
 */
async function prepare(): Promise<void> {
	await installTools();
	const install = await installN8n();
	const tarball = await packPackage(FOLDER);
	console.log(JSON.stringify({ install, tarball }));
}

// Ctrl-C ends npm, and installN8n then tidies up what is half done.
process.on('SIGINT', () => undefined);

prepare().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
