import { Engine, loadPackage, ProcessedData } from '../../harness/engine/index';
import { makeItems, merchant, nodeParameters } from '../items';
import { BULK } from '../builds';
import { FullMemory } from './FullMemory';
import type { Run, Setup } from './Run';

type NodeTypes = NonNullable<ConstructorParameters<typeof Engine>[0]>['nodeTypes'];

const NODE_NAME = 'NICEPAY';

interface EngineContestant {
	readonly nodeTypes?: NodeTypes;
	/** The folder of the built package. */
	readonly build?: string;
	/** Whether n8n's memory of orders is full, and in a file; by default, it is empty and costs next to nothing. */
	readonly remembers?: boolean;
}

/**
 * Runs a node in n8n's engine, and measures from n8n's nodeExecuteBefore to its nodeExecuteAfter:
 * starting and storing the execution costs the same for every node.
 */
export const inEngine =
	(type: string, { nodeTypes = {}, build = BULK, remembers = false }: EngineContestant = {}) =>
	({ url, concurrency }: Setup): Run => {
		const memory = remembers ? new FullMemory() : new ProcessedData();
		const opening = loadPackage(build).then(
			(loaded) =>
				new Engine({
					package: loaded,
					nodeTypes,
					processedData: memory,
					credentials: { nicepayApi: { ...merchant, baseUrl: url } },
				}),
		);
		return async (items, meter) => {
			const engine = await opening;
			memory.clear();
			const run = await engine.runNode({
				type,
				name: NODE_NAME,
				parameters: nodeParameters(concurrency),
				items: makeItems(items),
				settings: { timezone: 'Asia/Seoul' },
				hooks: (hooks) => {
					hooks.addHandler('nodeExecuteBefore', (name) => {
						if (name === NODE_NAME) meter.start();
					});
					hooks.addHandler('nodeExecuteAfter', (name) => {
						if (name === NODE_NAME) meter.stop();
					});
				},
			});
			if (run.error) throw run.error;
			if (run.items.length !== items) throw new Error(`${run.items.length} of ${items} came out`);
		};
	};
