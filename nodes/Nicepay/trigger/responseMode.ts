import type { INodeParameters, IWebhookDescription } from 'n8n-workflow';
import { fromFunction, webhookDescriptionFields } from 'n8n-workflow';

/** Self-contained: n8n may also evaluate its source as an expression. */
const responseMode = ({ acknowledge }: INodeParameters): string =>
	acknowledge === 'workflow' ? 'responseNode' : 'onReceived';

/**
 * Who answers a notification: n8n, when it has stored the execution, or the node Confirm Deposit. Newer n8n
 * calls the function, which saves each request an expression; older n8n has only the expression.
 */
export const responseModeField: Pick<IWebhookDescription, 'responseMode'> =
	typeof webhookDescriptionFields === 'function'
		? webhookDescriptionFields({ responseMode: fromFunction(responseMode) })
		: { responseMode: `={{(${String(responseMode)})($parameter)}}` };
