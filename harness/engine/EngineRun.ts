import { jsonStringify } from 'n8n-workflow';
import type {
	ExecutionError,
	IExecuteContextData,
	INodeExecutionData,
	IRun,
	ITaskData,
} from 'n8n-workflow';

/** What an execution came to. */
export class EngineRun {
	/** The execution as n8n's database would hold it: what a retry after a restart starts from. */
	readonly saved: string;

	constructor(
		readonly executionId: string,
		readonly run: IRun,
	) {
		this.saved = jsonStringify(run.data, { replaceCircularRefs: true });
	}

	/** `success`, `error` or `canceled`. */
	get status(): IRun['status'] {
		return this.run.status;
	}

	/** What stopped the execution. Under Continue On Fail, failures are in the items instead. */
	get error(): ExecutionError | undefined {
		return this.run.data.resultData.error;
	}

	/** What nodes wrote with `getContext`, by `node:<name>` or `flow`. */
	get contextData(): IExecuteContextData {
		return this.run.data.executionData?.contextData ?? {};
	}

	/** Each time a node ran to its end or to its failure; tries within are not counted. */
	tasks(nodeName: string): ITaskData[] {
		return this.run.data.resultData.runData[nodeName] ?? [];
	}

	/** The items a node gave in its last run; none if it did not run or failed. */
	output(nodeName: string, outputIndex = 0): INodeExecutionData[] {
		return this.tasks(nodeName).at(-1)?.data?.main?.[outputIndex] ?? [];
	}
}

/** An execution of one node that was fed with items. */
export class NodeRun extends EngineRun {
	constructor(
		executionId: string,
		run: IRun,
		readonly nodeName: string,
	) {
		super(executionId, run);
	}

	/** The node's first output. */
	get items(): INodeExecutionData[] {
		return this.output(this.nodeName);
	}

	/** The node's error output, with `onError: 'continueErrorOutput'`. */
	get errorItems(): INodeExecutionData[] {
		return this.output(this.nodeName, 1);
	}
}
