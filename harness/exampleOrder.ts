import type { IssueOrder } from '../sandbox/account';

/** An order of 1,004 won, for a virtual account that is open for decades. */
export const exampleOrder = (
	order: Pick<IssueOrder, 'tid' | 'orderId'> & Partial<IssueOrder>,
): IssueOrder => ({
	amount: 1_004,
	goodsName: '11월 수강료',
	buyerName: '홍길동',
	buyerTel: '',
	buyerEmail: '',
	accountHolderName: '',
	cashReceiptType: '0',
	cashReceiptNumber: '',
	bankCode: '004',
	bankName: '국민은행',
	depositDeadline: '2099-12-31T23:59:59+09:00',
	...order,
});
