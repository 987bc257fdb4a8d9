import type { N8nInstall } from '../../harness/n8n/installN8n';
import { say, showWaiting } from './progress';
import { runInGroup } from './runInGroup';

const OLDEST_NODE = 24;

/** An installed n8n, and the package as `npm pack` makes it. */
export interface Prepared {
	readonly install: N8nInstall;
	readonly tarball: string;
}

/** Installs n8n, which takes minutes the first time, and packs the package. */
export async function prepareAll(signal: AbortSignal): Promise<Prepared> {
	const done = showWaiting('Preparing (installing n8n the first time takes 3 to 10 minutes)');
	try {
		const output = await runInGroup(
			process.execPath,
			['--import', 'tsx', 'scripts/start/prepare.ts'],
			{ signal, onLine: say },
		);
		const prepared = JSON.parse(output.trim().split('\n').at(-1) ?? '') as Prepared;
		requireNode(prepared);
		return prepared;
	} finally {
		done();
	}
}

/** n8n brings its own Node.js for most platforms. Elsewhere, this process's version must do. */
function requireNode({ install }: Prepared): void {
	const [major = 0] = process.versions.node.split('.').map(Number);
	if (install.nodeBin !== process.execPath || major >= OLDEST_NODE) return;
	throw new Error(
		`n8n ${install.version} needs Node.js ${OLDEST_NODE} or newer; this is ${process.versions.node}.`,
	);
}
