import type { INodePropertyOptions } from 'n8n-workflow';

/**
 * Confirm Deposit. It sends NICEPAY no request: it answers the notification that NICEPAY Trigger has handed on.
 * So it has neither parameters nor a credential, and is no `Operation`.
 */
export const CONFIRM_DEPOSIT = {
	choice: {
		name: 'Confirm Deposit',
		value: 'confirmDeposit',
		action: 'Confirm a deposit',
		description:
			'Tell NICEPAY OK, so that it does not send the deposit again (입금통보 수신 확인). For a NICEPAY Trigger that acknowledges when the workflow confirms.',
	},
	subtitle: 'confirm deposit',
} as const satisfies { choice: INodePropertyOptions; subtitle: string };
