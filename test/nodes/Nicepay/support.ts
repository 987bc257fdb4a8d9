import type { INodeParameters } from 'n8n-workflow';

import {
	type Account,
	Sandbox,
	SAMPLE_MERCHANT_KEY,
	SAMPLE_MID,
	type SandboxOptions,
} from '../../../sandbox/Sandbox';
import { Engine, type EngineOptions, ProcessedData } from '../../../harness/engine/index';
import { exampleOrder } from '../../../harness/exampleOrder';
import { builtPackage } from './builtPackage';

export const KEY = SAMPLE_MERCHANT_KEY;
export const MID = SAMPLE_MID;

/** A sandbox on a port of its own, an engine with the built package, and a credential that fits. */
export async function openSetup(
	sandboxOptions: SandboxOptions = {},
	engineOptions: EngineOptions = {},
) {
	const sandbox = new Sandbox(sandboxOptions);
	const url = await sandbox.listen({ port: 0 });
	const credential = { mid: MID, merchantKey: KEY, baseUrl: url };
	const openEngine = async (options: EngineOptions = {}) =>
		new Engine({
			package: await builtPackage(),
			credentials: { nicepayApi: credential },
			...options,
		});

	const processedData = new ProcessedData();
	return {
		sandbox,
		url,
		credential,
		openEngine,
		engine: await openEngine({ processedData, ...engineOptions }),
		requests: (endpoint?: 'issue' | 'cancel' | 'status') =>
			sandbox.requests.all().filter((request) => !endpoint || request.endpoint === endpoint),
		/** What the sandbox found wrong with the requests, or worth a note. */
		complaints: () =>
			sandbox.requests
				.all()
				.flatMap(({ checks, notes }) => [
					...checks.filter(({ passed }) => !passed).map(({ check, detail }) => check + detail),
					...notes,
				]),
		/** An account that is there already; with a deposit when `deposited` says how much. */
		account: (orderId: string, deposited?: number) => openAccount(sandbox, orderId, deposited),
		reset: () => {
			sandbox.books.clear();
			sandbox.requests.clear();
			sandbox.faults.clear();
			processedData.clear();
		},
		close: () => sandbox.close(),
	};
}

export type TestSetup = Awaited<ReturnType<typeof openSetup>>;

/**
 * Runs the node once: what it loads with its first request is then there. Jest loads nothing between
 * two tests.
 */
export async function warmUp(setup: TestSetup): Promise<void> {
	await setup.engine.runNode({ parameters: issuing(), items: [{ id: 'WARM-UP' }] });
	setup.reset();
}

let accounts = 0;

export const AMOUNT = 1004;

function openAccount(sandbox: Sandbox, orderId: string, deposited?: number): Account {
	const account = sandbox.books.issue(
		exampleOrder({
			tid: `${MID}0301250101${String(++accounts).padStart(10, '0')}`,
			orderId,
			amount: AMOUNT,
			goodsName: '수강료',
		}),
	);
	if (deposited !== undefined) sandbox.books.deposit(account, deposited, '홍길동');
	return account;
}

/** Parameters of an issue that NICEPAY accepts: the order number comes from the item’s `id`. */
export const issuing = (changes: INodeParameters = {}): INodeParameters => ({
	operation: 'issueVirtualAccount',
	orderId: '={{ $json.id }}',
	amount: AMOUNT,
	goodsName: '11월 수강료',
	bankCode: '088',
	deadlineType: 'at',
	depositDeadline: '2099-12-31T23:59:00+09:00',
	...changes,
});

/** Parameters of a cancel before deposit: TID and order number come from the item. */
export const cancelling = (changes: INodeParameters = {}): INodeParameters => ({
	operation: 'cancelRefund',
	cancelType: 'beforeDeposit',
	tid: '={{ $json.tid }}',
	orderId: '={{ $json.id }}',
	amount: AMOUNT,
	reason: '고객 요청',
	...changes,
});

/** Parameters of a refund after deposit. */
export const refunding = (changes: INodeParameters = {}): INodeParameters =>
	cancelling({
		cancelType: 'afterDeposit',
		refundAccountNumber: '110-123-456789',
		refundBankCode: '088',
		refundAccountHolder: '홍길동',
		...changes,
	});

/** Parameters of a status query. */
export const asking = (changes: INodeParameters = {}): INodeParameters => ({
	operation: 'getTransactionStatus',
	tid: '={{ $json.tid }}',
	...changes,
});

/** Items numbered from 1, for `={{ $json.id }}`. */
export const orders = (count: number, prefix = 'ORDER-') =>
	Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index + 1}` }));

/** The data of items, without their pairing. */
export const jsonOf = (items: ReadonlyArray<{ json: object }>) => items.map(({ json }) => json);

/** What an error tells beside its message. */
export const contextOf = (error: unknown) =>
	(error as { context?: Record<string, unknown> } | undefined)?.context;
