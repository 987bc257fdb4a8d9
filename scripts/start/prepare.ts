import { installN8n } from '../../harness/n8n/installN8n';
import { installTools } from '../../harness/n8n/installTools';
import { packPackage, readBuild } from '../../harness/n8n/packPackage';
import { FOLDER } from './settings';

/**
 * Installs n8n and packs the package, in a process of its own so that it can be stopped at any time.
 * Prints progress to standard error, and the result, as JSON, to standard output.
 */
async function prepare(): Promise<void> {
	await installTools();
	const install = await installN8n();
	const tarball = await packPackage(FOLDER, readBuild());
	console.log(JSON.stringify({ install, tarball }));
}

// Ctrl-C stops npm; installN8n then deletes the unfinished installation.
process.on('SIGINT', () => undefined);

prepare().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
