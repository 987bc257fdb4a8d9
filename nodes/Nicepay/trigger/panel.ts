import type { INodeTypeDescription } from 'n8n-workflow';

/** What must be set in NICEPAY's merchant admin. Source: reported by integrators, but for the check for OK. */
export const ADMIN_SETTINGS =
	'Turn on the check for the reply OK (OK 체크), set resending (재전송), leave “do not send” (미전송) unchecked, and turn off encryption (암호화).';

/** What test MIDs cannot do, as integrators report. */
export const TEST_MIDS =
	'Merchants report that test MIDs get no notifications, and that test transactions are cancelled between 23:00 and 23:50.';

const WHERE =
	'NICEPAY’s merchant admin (가맹점 관리자): payment data notification (결제데이터통보), virtual account (가상계좌)';

const AGAIN =
	'<b>NICEPAY sends a deposit again until it hears OK</b>, up to ten times, so the workflow may run again for the same one. If it confirms the deposit itself, it must be quick: NICEPAY waits.';

/** What the editor shows beside the trigger. */
export const triggerPanel: INodeTypeDescription['triggerPanel'] = {
	header: 'Receive deposits from NICEPAY',
	executionsHelp: {
		inactive: [
			'<b>While you build</b>: click “listen”, paste the test URL in the sandbox’s console, and pay into an account there. The sandbox needs Sender Check set to Custom Addresses (127.0.0.1, ::1). Never put the test URL in NICEPAY’s merchant admin.',
			`<b>To go live</b>: publish the workflow (n8n 1: activate it) and copy the <b>production URL</b> into ${WHERE}. ${ADMIN_SETTINGS} Each Merchant ID has one URL. Open it in a browser to see that it is reached. ${TEST_MIDS}`,
			AGAIN,
		].join('<br /><br />'),
		active: [
			`<b>The workflow is published</b>: notifications to the <b>production URL</b> start it. Make sure that this URL is in ${WHERE}. ${ADMIN_SETTINGS} Each Merchant ID has one URL. Open it in a browser to see that it is reached. ${TEST_MIDS}`,
			AGAIN,
			'To try a notification on the test URL, click “listen”.',
		].join('<br /><br />'),
	},
	activationHint:
		'Publish the workflow (n8n 1: activate it), and copy the <b>production URL</b> into NICEPAY’s merchant admin (결제데이터통보). The test URL works only while you listen.',
};
