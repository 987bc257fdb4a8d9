import { formatKst } from '../../nodes/Nicepay/protocol/kst';
import type { Account } from '../account';
import { writeEucKr } from '../eucKr';

/** A notification's fields in the order they are sent. */
export type NotificationFields = ReadonlyArray<readonly [name: string, text: string]>;

/**
 * The fields of a deposit notification, without the merchant key. Names and spelling are those of
 * captured notifications (`ReceitType`, `MOID` in capitals), which have fields the manual does not.
 *
 * @param account an account that has been paid into
 */
export function depositFields(account: Account, mid: string): NotificationFields {
	const depositedAt = formatKst(new Date(account.depositedAt ?? account.issuedAt)).slice(2);
	const hasReceipt = account.cashReceiptType !== '0';
	return Object.entries({
		PG: 'NICE',
		PayMethod: 'VBANK',
		MID: mid,
		MallUserID: '',
		Amt: String(account.depositedAmount),
		name: account.buyerName,
		GoodsName: account.goodsName,
		TID: account.tid,
		MOID: account.orderId,
		AuthDate: depositedAt,
		AuthCode: '',
		ResultCode: '4110',
		ResultMsg: '가상계좌 입금 성공',
		StateCd: '0',
		VbankNum: account.accountNumber,
		VbankName: account.bankName,
		VbankInputName: account.depositorName ?? '',
		FnCd: account.bankCode,
		FnName: account.bankName,
		RcptType: account.cashReceiptType,
		RcptTID: hasReceipt ? `${mid}0401${account.tid.slice(14)}` : '',
		RcptAuthCode: hasReceipt ? account.tid.slice(-9) : '',
		ReceitType: account.cashReceiptType,
		CancelDate: '',
		CancelMOID: '',
		BuyerEmail: account.buyerEmail,
		BuyerAuthNum: '',
		TransType: '0',
		MallReserved: '',
		ErrorCD: '',
		ClientId: 'sandbox',
	});
}

/** Puts fields in random order (Fisher–Yates), as captures show them in any order. */
export function shuffle(fields: NotificationFields, random: () => number): NotificationFields {
	const shuffled = [...fields];
	for (let last = shuffled.length - 1; last > 0; last--) {
		const other = Math.floor(random() * (last + 1));
		const [a, b] = [shuffled[last], shuffled[other]];
		if (a && b) [shuffled[last], shuffled[other]] = [b, a];
	}
	return shuffled;
}

/** The body: percent-encoded EUC-KR. */
export function encodeFields(fields: NotificationFields, space: 'plus' | 'percent'): string {
	return fields.map((pair) => pair.map((text) => escape(text, space)).join('=')).join('&');
}

function escape(text: string, space: 'plus' | 'percent'): string {
	return Array.from(writeEucKr(text), (byte) => {
		const character = String.fromCharCode(byte);
		if (/[\w.*-]/.test(character)) return character;
		if (character === ' ' && space === 'plus') return '+';
		return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
	}).join('');
}
