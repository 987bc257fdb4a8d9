import type { EndpointName } from '../protocol/messageFields';
import { findResultCode } from '../protocol/resultCodes';

/** Advice that differs between closing an account nobody has paid into and paying a deposit back. */
interface CancelAdvice {
	readonly beforeDeposit: string;
	readonly refund: string;
}

/** What to do about a refusal, in English, by the role its code plays. */
const ADVICE: Readonly<Record<string, string | CancelAdvice>> = {
	already_approved: 'Look the transaction up in NICEPAY’s merchant admin before trying again.',
	amount_exceeds_cancelable:
		'The amount is more than what is left to cancel. Check earlier partial refunds of this transaction.',
	amount_exceeds_deposit_or_settlement:
		'Check that the customer has paid in, and that the unsettled balance covers the refund, then try again.',
	amount_mismatch: {
		beforeDeposit: 'Use the amount the account was issued for.',
		refund:
			'Use the amount the account was issued for. To refund a part of it, switch Partial Refund on.',
	},
	amount_too_high: 'Ask for less, or have NICEPAY raise the limit of your contract.',
	amount_too_low: 'Use a higher amount.',
	bad_amount: 'Check the amount: whole won, digits only, above zero.',
	bad_bank_code: 'Choose one of the issuable banks.',
	bad_date: 'Check the clock of the machine n8n runs on.',
	bad_expiry:
		'Set a deposit deadline in the future (Korean time) and within the limit of your contract.',
	bad_field: 'Check the fields of the request.',
	bad_format: 'Check the fields of the request.',
	bad_length: 'Check the lengths of the fields: they count bytes in EUC-KR.',
	bad_mid: 'Check the Merchant ID in the credential: ten characters, case matters.',
	bad_path: 'Check the Base URL in the credential.',
	bad_tid: 'Check the Transaction ID: it is the “tid” of the issued account.',
	bad_tid_length: 'A Transaction ID has exactly 30 characters.',
	cancel_deadline_passed: {
		beforeDeposit:
			'The deposit deadline has passed, and NICEPAY has closed the account. If nobody paid in, nothing is left to do.',
		refund:
			'NICEPAY no longer refunds this account. If the customer paid in, pay them back outside NICEPAY. If nobody did, nothing is owed.',
	},
	cancel_failed: 'Check the transaction in NICEPAY’s merchant admin before trying again.',
	cancel_password: 'Ask NICEPAY to lift the cancel password of this Merchant ID.',
	cash_receipt: 'Check the type and the number of the cash receipt.',
	client_error: 'Check the Base URL in the credential.',
	config: 'NICEPAY has to complete the setup of this Merchant ID (bank, key): ask their support.',
	contract:
		'Your contract with NICEPAY does not cover this: choose another bank, or ask their sales.',
	deposit_made_refund_account_needed:
		'The customer has already paid in. Use “Refund After Deposit” with the customer’s account.',
	duplicate_moid:
		'An account for this order ID exists: look in what you stored. To issue another one, use another order ID or cancel the earlier account first. If a reply to this order was lost before, that request may have been carried out.',
	duplicate_request: 'The same request was made before. Check it in NICEPAY’s merchant admin.',
	duplicate_tid:
		'A transaction with this TID exists. Leave the TID empty to get a new one. If an earlier reply was lost, that request may have been carried out: check it with “Get Transaction Status”.',
	escrow:
		'Escrow transactions follow their own rules: handle this one in NICEPAY’s merchant admin.',
	field_too_long: 'Shorten the text: lengths count bytes in EUC-KR, two for each Korean character.',
	full_not_allowed: 'Refund in parts, or handle it in NICEPAY’s merchant admin.',
	ip_not_allowed:
		'Add the address of your n8n server to the allowed addresses in NICEPAY’s merchant admin.',
	limit: 'The cancel limit of your contract is used up. Ask NICEPAY to raise it.',
	missing_field: 'Fill in the missing field.',
	netcancel_window_passed: 'Cancel the transaction in NICEPAY’s merchant admin.',
	no_such_transaction:
		'NICEPAY does not know this Transaction ID. Check the TID, and that it was issued under this Merchant ID.',
	not_cancellable: {
		beforeDeposit:
			'The account may have expired. Check its state in NICEPAY’s merchant admin: if nobody paid in, nothing is left to do.',
		refund: 'Check the state of the transaction in NICEPAY’s merchant admin.',
	},
	partial_contract:
		'Partial refunds need a contract of their own. Refund in full, or ask NICEPAY’s sales.',
	partial_not_allowed_before_deposit: 'Nobody has paid in yet: cancel in full.',
	rate_limited: 'NICEPAY is limiting your requests. Lower Concurrency or try again later.',
	retry_later: 'Try again in a few minutes.',
	retry_new_account: 'Try again to get another account number.',
	signature_mismatch:
		'The Merchant ID and the merchant key in the credential do not belong together. Copy both again from NICEPAY’s merchant admin.',
	use_full_cancel: 'This amount cannot be refunded in part. Refund in full.',
	wrong_mid:
		'The transaction belongs to another Merchant ID. Use the credential it was issued with.',
};

const ADVICE_OTHERWISE =
	'Look the transaction up in NICEPAY’s merchant admin, or ask their support about the code.';

/** What to do about `code`, in English. @param isRefund whether a refund account was sent along */
export function adviceFor(endpoint: EndpointName, code: string, isRefund = false): string {
	const advice = ADVICE[findResultCode(endpoint, code)?.role ?? ''] ?? ADVICE_OTHERWISE;
	if (typeof advice === 'string') return advice;
	return isRefund ? advice.refund : advice.beforeDeposit;
}
