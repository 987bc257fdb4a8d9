import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { ICheckProcessedOptions, IDataDeduplicator, IDeduplicationOutput } from 'n8n-workflow';

/** How many keys the node has n8n keep. */
const CAPACITY = 10_000;

/**
 * What n8n remembers for a node, full: as much as the node has it keep. As n8n does with a row of its
 * database, every call reads the whole, parses it, hashes what it is asked for, and writes it back; and
 * it is on the disk when the call returns.
 */
export class FullMemory implements IDataDeduplicator {
	instanceId = '';
	private readonly folder = mkdtempSync(path.join(tmpdir(), 'nicepay-bench-'));
	private readonly file = path.join(this.folder, 'row.json');

	constructor() {
		process.once('exit', () => rmSync(this.folder, { recursive: true, force: true }));
	}

	/** Forgets the orders of the run before, as another n8n. */
	clear(): void {
		this.instanceId = randomUUID();
		const data = Array.from({ length: CAPACITY }, (_, index) => hash(`an earlier order ${index}`));
		writeFileSync(this.file, JSON.stringify({ mode: 'entries', data }));
	}

	async checkProcessedAndRecord(
		items: string[],
		_scope: unknown,
		_context: unknown,
		{ maxEntries = CAPACITY }: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		const row = JSON.parse(await readFile(this.file, 'utf8')) as { mode: string; data: string[] };
		const hashes = items.map(hash);
		const known = new Set(row.data);
		const output: IDeduplicationOutput = { new: [], processed: [] };
		hashes.forEach((hashed, index) => {
			output[known.has(hashed) ? 'processed' : 'new'].push(items[index] ?? '');
			if (!known.has(hashed)) row.data.push(hashed);
		});
		row.data.splice(0, row.data.length - maxEntries);
		const file = await open(this.file, 'w');
		await file.writeFile(JSON.stringify(row));
		await file.sync();
		await file.close();
		return output;
	}

	async removeProcessed(): Promise<void> {
		throw new Error('Nothing is removed in a benchmark: every order is new');
	}

	async clearAllProcessedItems(): Promise<void> {
		this.clear();
	}

	async getProcessedDataCount(): Promise<number> {
		return CAPACITY;
	}
}

const hash = (item: string): string => createHash('md5').update(item).digest('base64');
