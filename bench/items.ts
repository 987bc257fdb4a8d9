import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { encodeForm } from '../nodes/Nicepay/protocol/form';
import { ISSUE } from '../nodes/Nicepay/protocol/messages';
import { signMessage } from '../nodes/Nicepay/protocol/sign';
import { TidSource } from '../nodes/Nicepay/protocol/tid';
import { SAMPLE_MERCHANT_KEY, SAMPLE_MID } from '../sandbox/options';

/** The merchant of the manual's public sample. */
export const merchant = { mid: SAMPLE_MID, merchantKey: SAMPLE_MERCHANT_KEY };

const GOODS_NAME = '11월 수강료';
const BANK_CODE = '088';
/** As the editor stores it, in the workflow's time zone, which is Korea's here. */
const DEPOSIT_DEADLINE = '2099-12-31T23:59:00';
const DEPOSIT_DEADLINE_DIGITS = '209912312359';

/** An academy's list: what a student has to pay, and under which order number. */
export const itemsOf = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({
		orderId: `FEE-${index}`,
		amount: 150_000 + index,
		name: '홍길동',
	}));

/** Seven parameters are read for each item; three of them are expressions. */
export const parametersOf = (concurrency: number): INodeParameters => ({
	operation: 'issueVirtualAccount',
	orderId: '={{ $json.orderId }}',
	amount: '={{ $json.amount }}',
	goodsName: GOODS_NAME,
	bankCode: BANK_CODE,
	depositDeadline: DEPOSIT_DEADLINE,
	additionalFields: { buyerName: '={{ $json.name }}' },
	options: { concurrency },
});

/** The message of an item but for TID, MID, time and signature, under NICEPAY's names. */
export const fieldsOf = ({ orderId, amount, name }: IDataObject): Record<string, string> => ({
	Moid: String(orderId),
	Amt: String(amount),
	GoodsName: GOODS_NAME,
	CashReceiptType: '0',
	BankCode: BANK_CODE,
	VbankExpDate: DEPOSIT_DEADLINE_DIGITS,
	BuyerName: String(name),
	CharSet: 'utf-8',
	EdiType: 'JSON',
});

/** The bodies the node would post for `items`, made beforehand. */
export async function bodiesOf(items: readonly IDataObject[]): Promise<string[]> {
	let second = Date.now();
	// Each second has 10,000 TIDs: "sleeping" moves on to the next.
	const sleep = async (milliseconds: number) => void (second += milliseconds);
	const tids = new TidSource({ now: () => new Date(second), random: Math.random, sleep });
	const nextTid = tids.forExecution(merchant.mid);
	const bodies: string[] = [];
	for (const item of items) {
		const fields = { TID: await nextTid(), ...fieldsOf(item) };
		bodies.push(encodeForm(signMessage(ISSUE, fields, merchant, new Date(second))));
	}
	return bodies;
}
