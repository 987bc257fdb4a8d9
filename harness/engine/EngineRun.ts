import { jsonStringify } from 'n8n-workflow';
import type {
	ExecutionError,
	IExecuteContextData,
	INodeExecutionData,
	IRun,
	ITaskData,
} from 'n8n-workflow';

/** A finished execution. */
export class EngineRun {
	/** The execution as n8n's database stores it. A retry after a restart starts from this. */
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

	/** The error that stopped the execution. With Continue On Fail, errors are in the items instead. */
	get error(): ExecutionError | undefined {
		return this.run.data.resultData.error;
	}

	/** What nodes stored with `getContext`, by `node:<name>` or `flow`. */
	get contextData(): IExecuteContextData {
		return this.run.data.executionData?.contextData ?? {};
	}

	/** The runs of a node. Retry On Fail does not add runs. */
	tasks(nodeName: string): ITaskData[] {
		return this.run.data.resultData.runData[nodeName] ?? [];
	}

	/** The items of a node's last run; none if it did not run, or failed. */
	output(nodeName: string, outputIndex = 0): INodeExecutionData[] {
		return this.tasks(nodeName).at(-1)?.data?.main?.[outputIndex] ?? [];
	}
}

/** A finished execution of a single node. */
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

	/** The node's error output, if it has `onError: 'continueErrorOutput'`. */
	get errorItems(): INodeExecutionData[] {
		return this.output(this.nodeName, 1);
	}
}
