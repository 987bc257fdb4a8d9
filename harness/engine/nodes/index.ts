import type { NodeTypeTable } from '../NodeTypes';
import { emit } from './emit';
import { httpRequest } from './httpRequest';
import { manualTrigger } from './manualTrigger';
import { noOp } from './noOp';
import { set } from './set';

/** The node types of every engine. Those with the names of n8n's own nodes are much simpler. */
export const builtInNodes: NodeTypeTable = {
	'engine.emit': emit,
	'engine.set': set,
	'n8n-nodes-base.httpRequest': httpRequest,
	'n8n-nodes-base.manualTrigger': manualTrigger,
	'n8n-nodes-base.noOp': noOp,
};
