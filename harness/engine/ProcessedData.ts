import { setImmediate } from 'node:timers/promises';

import type {
	DeduplicationItemTypes,
	DeduplicationScope,
	ICheckProcessedContextData,
	ICheckProcessedOptions,
	IDataDeduplicator,
	IDeduplicationOutput,
} from 'n8n-workflow';

/**
 * n8n's memory of processed data, kept in this object instead of the database.
 * Hand it to a second engine to imitate a later execution or another worker.
 */
export class ProcessedData implements IDataDeduplicator {
	private readonly rows = new Map<string, string[]>();

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<IDeduplicationOutput> {
		assertEntries(options);
		const row = await this.read(scope, context);
		const seen = new Set(row);
		const output: IDeduplicationOutput = { new: [], processed: [] };
		for (const item of items) output[seen.has(String(item)) ? 'processed' : 'new'].push(item);
		row.push(...output.new.map(String));
		if (options.maxEntries) row.splice(0, row.length - options.maxEntries);
		this.rows.set(rowKey(scope, context), row);
		return output;
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
		options: ICheckProcessedOptions,
	): Promise<void> {
		assertEntries(options);
		const row = await this.read(scope, context);
		const removed = new Set(items.map(String));
		this.rows.set(
			rowKey(scope, context),
			row.filter((item) => !removed.has(item)),
		);
	}

	async clearAllProcessedItems(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<void> {
		this.rows.delete(rowKey(scope, context));
	}

	async getProcessedDataCount(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<number> {
		return (await this.read(scope, context)).length;
	}

	/** Like n8n's database row: read, later written whole, with no lock in between. */
	private async read(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<string[]> {
		const row = [...(this.rows.get(rowKey(scope, context)) ?? [])];
		await setImmediate();
		return row;
	}
}

function rowKey(scope: DeduplicationScope, { node, workflow }: ICheckProcessedContextData): string {
	return scope === 'node' ? `${workflow.id}:${node?.id}` : workflow.id;
}

function assertEntries({ mode }: ICheckProcessedOptions): void {
	if (mode !== 'entries') throw new Error(`This memory keeps only entries, not "${mode}"`);
}

/** The node helpers that reach this memory; absent from older versions of n8n. */
export const processedDataHelpers = [
	'checkProcessedAndRecord',
	'checkProcessedItemsAndRecord',
	'removeProcessed',
	'clearAllProcessedItems',
	'getProcessedDataCount',
];

const owners = new WeakMap<object, IDataDeduplicator>();

/** Makes a workflow's nodes use this memory. */
export function assignProcessedData(workflow: object, memory: IDataDeduplicator): void {
	owners.set(workflow, memory);
}

function ownerOf({ workflow }: ICheckProcessedContextData): IDataDeduplicator {
	const memory = owners.get(workflow);
	if (memory === undefined) throw new Error('This workflow was given no memory of processed data');
	return memory;
}

/** n8n-core takes one memory per process; this one passes each call on to the workflow's own. */
export const processedDataOfWorkflow: IDataDeduplicator = {
	checkProcessedAndRecord: async (items, scope, context, options) =>
		await ownerOf(context).checkProcessedAndRecord(items, scope, context, options),
	removeProcessed: async (items, scope, context, options) =>
		await ownerOf(context).removeProcessed(items, scope, context, options),
	clearAllProcessedItems: async (scope, context, options) =>
		await ownerOf(context).clearAllProcessedItems(scope, context, options),
	getProcessedDataCount: async (scope, context, options) =>
		await ownerOf(context).getProcessedDataCount(scope, context, options),
};
