import type { N8nInstall } from '../../harness/n8n/installN8n';
import { say, sayFor } from './progress';
import { runInGroup } from './runInGroup';

const OLDEST_NODE = 24;

/** What can be started: an n8n, and the package as `npm pack` makes it. */
export interface Prepared {
	readonly install: N8nInstall;
	readonly tarball: string;
}

/** Installs n8n (only the first time: some minutes) and packs the package. */
export async function prepareAll(signal: AbortSignal): Promise<Prepared> {
	const end = sayFor('Preparing (n8n is installed the first time: 3 to 10 minutes)');
	try {
		const output = await runInGroup(
			process.execPath,
			['--import', 'tsx', 'scripts/start/prepare.ts'],
			{ signal, onLine: say },
		);
		const prepared = JSON.parse(output.trim().split('\n').at(-1) ?? '') as Prepared;
		demandNode(prepared);
		return prepared;
	} finally {
		end();
	}
}

/** Where no Node.js for this platform came with n8n, the one that runs this must do. */
function demandNode({ install }: Prepared): void {
	const [major = 0] = process.versions.node.split('.').map(Number);
	if (install.nodeBin !== process.execPath || major >= OLDEST_NODE) return;
	throw new Error(
		`n8n ${install.version} needs Node.js ${OLDEST_NODE} or newer; this is ${process.versions.node}.`,
	);
}
