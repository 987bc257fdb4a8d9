import { parseForm } from './form';
import { isoFromKst } from './kst';

/** NICEPAY's field names and their text, trimmed; absent and empty are alike. Never a merchant key. */
export type NotificationFields = Readonly<Record<string, string>>;

/** A notification (결제데이터통보) as it was read. */
export interface Notification {
	readonly fields: NotificationFields;
	/** Keys the notification carries: captured ones hold the merchant's own. For comparing only. */
	readonly merchantKeys: readonly string[];
	/** A field that decides something and is there twice with two values, if any. */
	readonly contradiction?: string;
}

/** What a customer’s deposit, or another of NICEPAY’s messages to the same URL, tells. */
export interface NotificationEvent {
	event: 'deposit' | 'other';
	/** `<TID>:<ResultCode>`: the same for every delivery of the same event. */
	eventId: string;
	tid: string;
	orderId: string | null;
	/** Won. */
	amount: number | null;
	/** ISO 8601, `+09:00`. */
	depositedAt: string | null;
	bankCode: string | null;
	bankName: string | null;
	accountNumber: string | null;
	/** Who paid in. */
	depositorName: string | null;
	buyerName: string | null;
	goodsName: string | null;
	/** Only when NICEPAY issued one. `type` is NICEPAY's RcptType. */
	cashReceipt: { type: string | null; tid: string; approvalNumber: string | null } | null;
	mid: string | null;
	/** Address the notification came from. */
	sender: string;
	resultCode: string | null;
	resultMessage: string | null;
}

/** Fields on which it depends what a notification is believed to say. */
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
 * Reads a notification. Always CP949, whatever the header says: EUC-KR bytes of 217 Hangul syllables
 * are valid UTF-8, so trying that first garbles names. Of a field that is there twice the first
 * counts. Never throws.
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
 * Whether a customer has paid into a virtual account. The URL also gets card payments (3001),
 * transfers (4000), cancels (2001) and others; 4100, issued, is never a deposit.
 */
export const isDeposit = ({ PayMethod, ResultCode, StateCd }: NotificationFields): boolean =>
	PayMethod === 'VBANK' && ResultCode === '4110' && (!StateCd || StateCd === '0');

/** The event a notification tells of. @param sender address it came from */
export function toEvent(fields: NotificationFields, sender: string): NotificationEvent {
	const { TID = '', ResultCode = '', Amt = '', RcptTID } = fields;
	const textOf = (name: string): string | null => fields[name] || null;
	return {
		event: isDeposit(fields) ? 'deposit' : 'other',
		eventId: `${TID}:${ResultCode}`,
		tid: TID,
		orderId: textOf('MOID'),
		amount: /^\d{1,15}$/.test(Amt) ? Number(Amt) : null,
		depositedAt: isoFromKst(fields.AuthDate ?? ''),
		bankCode: textOf('FnCd'),
		bankName: textOf('FnName') ?? textOf('VbankName'),
		accountNumber: textOf('VbankNum'),
		depositorName: textOf('VbankInputName'),
		buyerName: textOf('name'),
		goodsName: textOf('GoodsName'),
		cashReceipt: RcptTID
			? { type: textOf('RcptType'), tid: RcptTID, approvalNumber: textOf('RcptAuthCode') }
			: null,
		mid: textOf('MID'),
		sender,
		resultCode: textOf('ResultCode'),
		resultMessage: textOf('ResultMsg'),
	};
}
