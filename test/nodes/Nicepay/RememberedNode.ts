import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Nodes that share what n8n remembers for them. As n8n's memory does, it reads, then writes, and loses
 * what was written in between.
 */
export class RememberedNode {
	remembered: readonly string[] = [];
	/** How the memory was asked. */
	readonly calls: Array<{ how: 'check' | 'remove'; items: number; maxEntries: number }> = [];
	/** Called between reading and writing. */
	whileWriting: () => Promise<void> = async () => await Promise.resolve();

	private readonly id = `node ${++nodes}`;
	private readonly helpers = {
		checkProcessedAndRecord: async (
			items: string[],
			_scope: 'node',
			{ maxEntries }: { maxEntries: number },
		) => {
			this.calls.push({ how: 'check', items: items.length, maxEntries });
			const before = this.remembered;
			await this.whileWriting();
			const known = new Set(before);
			const unseen = items.filter((item) => !known.has(item));
			this.remembered = [...before, ...unseen].slice(-maxEntries);
			return { new: unseen, processed: items.filter((item) => known.has(item)) };
		},
		removeProcessed: async (
			items: string[],
			_scope: 'node',
			{ maxEntries }: { maxEntries: number },
		) => {
			this.calls.push({ how: 'remove', items: items.length, maxEntries });
			const before = this.remembered;
			await this.whileWriting();
			this.remembered = before.filter((item) => !items.includes(item));
		},
	};

	/** The node, as an execution sees it. Another worker shares nothing but the memory. */
	on(worker = 'main'): IExecuteFunctions {
		return {
			getWorkflow: () => ({ id: worker }),
			getNode: () => ({ id: this.id }),
			helpers: this.helpers,
		} as unknown as IExecuteFunctions;
	}
}

let nodes = 0;
