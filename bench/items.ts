import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { encodeForm } from '../nodes/Nicepay/protocol/form';
import { ISSUE } from '../nodes/Nicepay/protocol/messageFields';
import { signMessage } from '../nodes/Nicepay/protocol/sign';
import { TidSource } from '../nodes/Nicepay/protocol/tid';
import { SAMPLE_MERCHANT_KEY, SAMPLE_MID } from '../sandbox/options';

/** The manual's public sample merchant. */
export const merchant = { mid: SAMPLE_MID, merchantKey: SAMPLE_MERCHANT_KEY };

const GOODS_NAME = '11월 수강료';
const BANK_CODE = '088';
/** As the editor stores it, in the workflow's time zone, here Korea's. */
const DEPOSIT_DEADLINE = '2099-12-31T23:59:00';

/** What each student of an academy has to pay, and under which order number. */
export const makeItems = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({
		orderId: `FEE-${index}`,
		amount: 150_000 + index,
		name: '홍길동',
	}));

/** The node reads seven parameters for each item; three of them are expressions. */
export const nodeParameters = (concurrency: number): INodeParameters => ({
	operation: 'issueVirtualAccount',
	orderId: '={{ $json.orderId }}',
	amount: '={{ $json.amount }}',
	goodsName: GOODS_NAME,
	bankCode: BANK_CODE,
	deadlineType: 'at',
	depositDeadline: DEPOSIT_DEADLINE,
	additionalFields: { buyerName: '={{ $json.name }}' },
	options: { concurrency },
});

/** The bodies that the node would post for so many items. */
export async function makeBodies(count: number): Promise<string[]> {
	let now = Date.now();
	// A second has 10,000 TIDs; "sleeping" moves on to the next.
	const sleep = async (milliseconds: number) => void (now += milliseconds);
	const tids = new TidSource({ now: () => new Date(now), random: Math.random, sleep });
	const nextTid = tids.forExecution(merchant.mid);
	const bodies: string[] = [];
	for (const { orderId, amount, name } of makeItems(count)) {
		const fields = {
			TID: await nextTid(),
			Moid: String(orderId),
			Amt: String(amount),
			GoodsName: GOODS_NAME,
			CashReceiptType: '0',
			BankCode: BANK_CODE,
			VbankExpDate: '209912312359',
			BuyerName: String(name),
			CharSet: 'utf-8',
			EdiType: 'JSON',
		};
		bodies.push(encodeForm(signMessage(ISSUE, fields, merchant, new Date(now))));
	}
	return bodies;
}
