import { rmSync } from 'node:fs';
import path from 'node:path';

import { Cleanup } from '../../harness/n8n/Cleanup';
import { installTools } from '../../harness/n8n/installTools';
import { packPackage, readBuild } from '../../harness/n8n/packPackage';
import { Report } from './Report';

const FOLDER = path.resolve('build/e2e');

/**
 * `npm run test:e2e [-- part …]`: the named parts, or all of them, with the bulk build or, with
 * BUILD=verified, the verified one.
 */
async function main(names: readonly string[]): Promise<void> {
	await installTools();
	const { parts } = await import('./parts');
	const unknown = names.filter((name) => !parts.some((part) => part.name === name));
	if (unknown.length > 0) {
		throw new Error(
			`There is no part ${unknown.join(', ')}. Parts: ${parts.map(({ name }) => name).join(', ')}`,
		);
	}
	const chosen = parts.filter(({ name }) => names.length === 0 || names.includes(name));

	const report = new Report();
	const cleanup = new Cleanup();
	let stopping = false;
	for (const [signal, exitCode] of [
		['SIGINT', 130],
		['SIGTERM', 143],
	] as const) {
		process.on(signal, () => {
			// Ctrl-C reaches this process twice: from the terminal, and from npm or tsx above it.
			if (stopping) return;
			stopping = true;
			console.error('Stopping …');
			void cleanup.run().finally(() => process.exit(exitCode));
		});
	}

	const build = readBuild();
	console.log(`Testing the ${build} build`);
	const tarball = await packPackage(FOLDER, build);
	for (const { name, title, run } of chosen) {
		if (stopping) return;
		const folder = path.join(FOLDER, name);
		rmSync(folder, { recursive: true, force: true });
		console.log(`\n== ${name}: ${title} ==`);
		await report.group(title, async () => {
			try {
				await run({ report, cleanup, tarball, folder });
			} finally {
				await cleanup.run();
			}
		});
	}
	console.log(`\n${report.passed} passed, ${report.failed} failed`);
	process.exitCode = report.failed > 0 ? 1 : 0;
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
