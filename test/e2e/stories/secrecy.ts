import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { MERCHANT } from './merchant';
import type { World } from './World';

/** Long enough to be the key's own, short enough to show a key that was cut. */
const SHOWN = 20;

const key = MERCHANT.merchantKey;

/** The key as it is, in a form, in base64, and the parts of it that are told apart from chance. */
const TRACES: readonly string[] = [
	key.slice(0, SHOWN),
	key.slice(-SHOWN),
	encodeURIComponent(key).slice(0, SHOWN),
	Buffer.from(key).toString('base64').slice(0, SHOWN),
];

/** All files under a folder, but for installed packages. */
function filesUnder(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const file = path.join(folder, entry.name);
		if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesUnder(file);
		return entry.isFile() ? [file] : [];
	});
}

/** Every byte n8n has written, database and its journal, logs and settings, is free of the key. */
export async function secrecy({ report, client }: World, userFolder: string): Promise<void> {
	await report.check('the merchant key is in no file that n8n has written', () => {
		const files = filesUnder(userFolder);
		assert.ok(files.some((file) => file.endsWith('database.sqlite')));
		for (const file of files) {
			const bytes = readFileSync(file);
			for (const trace of TRACES) assert.ok(!bytes.includes(trace), `${file} has the key`);
		}
		const size = files.reduce((sum, file) => sum + statSync(file).size, 0);
		return `${files.length} files, ${(size / 1e6).toFixed(1)} MB`;
	});

	await report.check('nor in what n8n’s API says of executions', async () => {
		const { results } = (await client.request('GET', '/executions?limit=100')) as {
			results: ReadonlyArray<{ id: string }>;
		};
		for (const { id } of results) {
			const { text } = await client.executionEnd(id);
			for (const trace of TRACES) assert.ok(!text.includes(trace), `execution ${id} has the key`);
		}
		return `${results.length} executions`;
	});
}
