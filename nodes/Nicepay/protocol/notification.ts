import { parseForm } from './form';
import { isoFromKst } from './kst';

/** The fields of a notification, by NICEPAY's names, trimmed. Never contains a merchant key. */
export type NotificationFields = Readonly<Record<string, string>>;

/** The reply that NICEPAY requires, exactly. Anything else, and it sends the notification again. Source: the manual. */
export const ACKNOWLEDGEMENT = 'OK';

/** The ResultCode of a deposit. Source: the manual. */
export const DEPOSITED = '4110';

/** A parsed notification (결제데이터통보). */
export interface Notification {
	readonly fields: NotificationFields;
	/** Merchant keys in the notification, for comparison only. Captured notifications carry one. */
	readonly merchantKeys: readonly string[];
	/** A decisive field that occurs twice with different values, if there is one. */
	readonly contradiction?: string;
}

/** A deposit, or any other event that NICEPAY sends to the same URL. */
export interface NotificationEvent {
	event: 'deposit' | 'other';
	/**
	 * `<TID>:<ResultCode>`: the same for every delivery of the same event. A deposit that was taken back has
	 * its StateCd behind that, so that nothing takes it for a repetition of the deposit.
	 */
	eventId: string;
	tid: string;
	orderId: string | null;
	/** In won. */
	amount: number | null;
	/** ISO 8601 with `+09:00`. */
	depositedAt: string | null;
	bankCode: string | null;
	bankName: string | null;
	accountNumber: string | null;
	/** Name of the person who paid. */
	depositorName: string | null;
	buyerName: string | null;
	goodsName: string | null;
	/** Only if NICEPAY issued one, that is, if RcptTID is set (source: the manual). `type` is RcptType. */
	cashReceipt: { type: string | null; tid: string; approvalNumber: string | null } | null;
	mid: string | null;
	/** IP address that sent the notification. */
	sender: string;
	resultCode: string | null;
	resultMessage: string | null;
}

/** Fields that decide what a notification means. One that occurs twice must have one value. */
const DECISIVE: ReadonlySet<string> = new Set([
	'PayMethod',
	'MID',
	'TID',
	'MOID',
	'Amt',
	'ResultCode',
	'StateCd',
]);

/**
 * Parses a notification. If a field occurs twice, the first one counts. Never throws.
 *
 * Always decodes EUC-KR, whatever the Content-Type says. Trying UTF-8 first would garble names: the EUC-KR
 * bytes of 217 Hangul syllables are valid UTF-8. Source: NICEPAY's own pages: notifications are always
 * EUC-KR. The Content-Type is published nowhere.
 *
 * @param body the raw bytes of the form
 */
export function readNotification(body: Uint8Array): Notification {
	const fields = new Map<string, string>();
	const merchantKeys: string[] = [];
	let contradiction: string | undefined;
	for (const [name, text] of parseForm(withoutByteOrderMark(body))) {
		const value = text.trim();
		if (name.toLowerCase() === 'merchantkey') {
			merchantKeys.push(value);
		} else if (!fields.has(name)) {
			fields.set(name, value);
		} else if (DECISIVE.has(name) && fields.get(name) !== value) {
			contradiction ??= name;
		}
	}
	return { fields: Object.fromEntries(fields), merchantKeys, contradiction };
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

const withoutByteOrderMark = (body: Uint8Array): Uint8Array =>
	BYTE_ORDER_MARK.every((byte, index) => body[index] === byte)
		? body.subarray(BYTE_ORDER_MARK.length)
		: body;

/**
 * Whether a customer has paid into a virtual account. The same URL also receives card payments (3001),
 * transfers (4000) and cancels (2001). 4100, an issue, is never a deposit.
 *
 * Source: the manual's table of notification fields: 4110 is a deposit, StateCd 0 approved, 1 and 2
 * cancelled. Not published: whether StateCd is always there; if absent, it counts as 0.
 */
export const isDeposit = (fields: NotificationFields): boolean =>
	hasDepositCode(fields) && !isCancelled(fields);

/** Whether it reports a deposit that was taken back: a deposit's code, and StateCd 1, 2 or any other but 0. */
export const isTakenBack = (fields: NotificationFields): boolean =>
	hasDepositCode(fields) && isCancelled(fields);

const hasDepositCode = ({ PayMethod, ResultCode }: NotificationFields): boolean =>
	PayMethod === 'VBANK' && ResultCode === DEPOSITED;

const isCancelled = ({ StateCd }: NotificationFields): boolean => !!StateCd && StateCd !== '0';

/** Makes an event of a notification. @param sender IP address that sent it */
export function toEvent(fields: NotificationFields, sender: string): NotificationEvent {
	const { TID = '', ResultCode = '', StateCd, Amt = '', RcptTID } = fields;
	const read = (name: string): string | null => fields[name] || null;
	return {
		event: isDeposit(fields) ? 'deposit' : 'other',
		eventId: [TID, ResultCode, ...(isTakenBack(fields) ? [StateCd] : [])].join(':'),
		tid: TID,
		orderId: read('MOID'),
		amount: /^\d{1,15}$/.test(Amt) ? Number(Amt) : null,
		depositedAt: isoFromKst(fields.AuthDate ?? ''),
		bankCode: read('FnCd'),
		bankName: read('FnName') ?? read('VbankName'),
		accountNumber: read('VbankNum'),
		depositorName: read('VbankInputName'),
		buyerName: read('name'),
		goodsName: read('GoodsName'),
		cashReceipt: RcptTID
			? { type: read('RcptType'), tid: RcptTID, approvalNumber: read('RcptAuthCode') }
			: null,
		mid: read('MID'),
		sender,
		resultCode: read('ResultCode'),
		resultMessage: read('ResultMsg'),
	};
}
