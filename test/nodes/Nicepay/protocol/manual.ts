import type { EndpointName } from '../../../../nodes/Nicepay/protocol/messageFields';

/** Name, bytes, and `*` for a required field or `?` for one required at times. */
export type ManualRow = readonly [name: string, bytes: number, required: '*' | '?' | ''];

/** The tables of request fields in NICEPAY's manual, copied from it: the only ones in the tests. */
export const MANUAL: Readonly<Record<EndpointName, readonly ManualRow[]>> = {
	issue: [
		['TID', 30, '*'],
		['MID', 10, '*'],
		['EdiDate', 14, '*'],
		['Moid', 64, '*'],
		['Amt', 12, '*'],
		['GoodsName', 40, '*'],
		['SignData', 256, '*'],
		['CashReceiptType', 1, '*'],
		['ReceiptTypeNo', 11, '?'],
		['BankCode', 3, '*'],
		['VbankExpDate', 12, '*'],
		['VbankAccountName', 30, ''],
		['BuyerEmail', 60, ''],
		['BuyerTel', 20, ''],
		['BuyerName', 30, ''],
		['CharSet', 10, ''],
		['EdiType', 10, ''],
	],
	cancel: [
		['TID', 30, '*'],
		['MID', 10, '*'],
		['Moid', 64, '*'],
		['CancelAmt', 12, '*'],
		['CancelMsg', 100, '*'],
		['PartialCancelCode', 1, '*'],
		['EdiDate', 14, '*'],
		['SignData', 256, '*'],
		['RefundAcctNo', 16, '?'],
		['RefundBankCd', 3, '?'],
		['RefundAcctNm', 10, '?'],
		['MallReserved', 500, ''],
		['CharSet', 10, ''],
		['EdiType', 10, ''],
	],
	status: [
		['TID', 30, '*'],
		['MID', 10, '*'],
		['EdiDate', 14, '*'],
		['SignData', 256, '*'],
		['CharSet', 10, ''],
		['EdiType', 10, ''],
	],
};

/** All rows of all tables, each after the name of its endpoint. */
export const MANUAL_ROWS = Object.entries(MANUAL).flatMap(([endpoint, rows]) =>
	rows.map((row) => [endpoint as EndpointName, ...row] as const),
);
