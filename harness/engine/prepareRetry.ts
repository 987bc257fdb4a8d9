import { jsonParse } from 'n8n-workflow';
import type { IRunExecutionData, Workflow } from 'n8n-workflow';

/** Reads a stored execution and removes its error, as n8n's server does before a retry. */
export function prepareRetry(workflow: Workflow, saved: string): IRunExecutionData {
	const data = jsonParse<IRunExecutionData>(saved);
	const { lastNodeExecuted, runData } = data.resultData;
	if (lastNodeExecuted !== undefined) {
		delete data.resultData.error;
		const tasks = runData[lastNodeExecuted] ?? [];
		if (tasks.at(-1)?.error !== undefined) tasks.pop();
	}
	for (const entry of data.executionData?.nodeExecutionStack ?? []) {
		const node = workflow.getNode(entry.node.name);
		if (node === null) throw new Error(`The workflow no longer has a node "${entry.node.name}"`);
		entry.node = node;
	}
	return data;
}
