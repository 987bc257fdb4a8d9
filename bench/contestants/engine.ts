import path from 'node:path';

import { Engine, loadPackage } from '../../harness/engine/index';
import { itemsOf, merchant, parametersOf } from '../items';
import type { Run, Setup } from './index';

type NodeTypes = NonNullable<ConstructorParameters<typeof Engine>[0]>['nodeTypes'];

const NODE_NAME = 'NICEPAY';
const PACKAGE = path.resolve(__dirname, '../..');

/**
 * A node in n8n's engine. Its time runs from n8n's turning to the node to n8n's having its output:
 * starting the execution and storing it cost the same whatever the node does.
 */
export const engineContestant =
	(type: string, nodeTypes: NodeTypes = {}) =>
	({ url, concurrency }: Setup): Run => {
		const opening = loadPackage(PACKAGE).then(
			(loaded) =>
				new Engine({
					package: loaded,
					nodeTypes,
					credentials: { nicepayApi: { ...merchant, baseUrl: url } },
				}),
		);
		return async (items, meter) => {
			const engine = await opening;
			const run = await engine.runNode({
				type,
				name: NODE_NAME,
				parameters: parametersOf(concurrency),
				items: itemsOf(items),
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
