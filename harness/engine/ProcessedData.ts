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
 * Keeps n8n's processed data (deduplication) in memory instead of in the database. To simulate a later
 * execution or another worker, share one instance between two engines.
 */
export class ProcessedData implements IDataDeduplicator {
	private readonly rows = new Map<string, string[]>();
	/** Which n8n it belongs to. */
	instanceId = newInstanceId();

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

	/** Becomes the memory of another, new n8n. */
	clear(): void {
		this.rows.clear();
		this.instanceId = newInstanceId();
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

	/** Reads a row. Like n8n's, it is written back as a whole later, without a lock. */
	private async read(
		scope: DeduplicationScope,
		context: ICheckProcessedContextData,
	): Promise<string[]> {
		const row = [...(this.rows.get(rowKey(scope, context)) ?? [])];
		await setImmediate();
		return row;
	}
}

let instances = 0;
const newInstanceId = (): string => `instance-${++instances}`;
const instanceIds = new WeakMap<object, string>();

/** Tells the n8n of one store from that of another: nodes of both may run in one process. */
export function instanceIdOf(store: IDataDeduplicator): string {
	if ('instanceId' in store) return String(store.instanceId);
	const id = instanceIds.get(store) ?? newInstanceId();
	instanceIds.set(store, id);
	return id;
}

function rowKey(scope: DeduplicationScope, { node, workflow }: ICheckProcessedContextData): string {
	return scope === 'node' ? `${workflow.id}:${node?.id}` : workflow.id;
}

function assertEntries({ mode }: ICheckProcessedOptions): void {
	if (mode !== 'entries')
		throw new Error(`Only the mode "entries" is supported here, not "${mode}"`);
}

/** The node helpers that use processed data. */
export const processedDataHelpers = [
	'checkProcessedAndRecord',
	'checkProcessedItemsAndRecord',
	'removeProcessed',
	'clearAllProcessedItems',
	'getProcessedDataCount',
];

const stores = new WeakMap<object, IDataDeduplicator>();

/** Makes a workflow's nodes use this store. */
export function assignProcessedData(workflow: object, store: IDataDeduplicator): void {
	stores.set(workflow, store);
}

function findStore({ workflow }: ICheckProcessedContextData): IDataDeduplicator {
	const store = stores.get(workflow);
	if (store === undefined) throw new Error('This workflow has no store for processed data');
	return store;
}

/** n8n-core accepts one store per process. This one forwards each call to the workflow's own store. */
export const processedDataOfWorkflow: IDataDeduplicator = {
	checkProcessedAndRecord: async (items, scope, context, options) =>
		await findStore(context).checkProcessedAndRecord(items, scope, context, options),
	removeProcessed: async (items, scope, context, options) =>
		await findStore(context).removeProcessed(items, scope, context, options),
	clearAllProcessedItems: async (scope, context, options) =>
		await findStore(context).clearAllProcessedItems(scope, context, options),
	getProcessedDataCount: async (scope, context, options) =>
		await findStore(context).getProcessedDataCount(scope, context, options),
};
