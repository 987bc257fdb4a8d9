import type { InstalledWorkflow } from './setUpN8n';

/** A form that starts a workflow. */
export interface FormAddress {
	readonly title: string;
	readonly url: string;
}

/** The production URLs of the forms that are active. */
export const formsOf = (installed: readonly InstalledWorkflow[], n8nUrl: string): FormAddress[] =>
	installed
		.filter(({ active }) => active)
		.flatMap(({ workflow }) =>
			workflow.nodes
				.filter(({ type }) => type === 'n8n-nodes-base.formTrigger')
				.map(({ webhookId, parameters }) => ({
					title: String(parameters['formTitle'] ?? workflow.name),
					url: `${n8nUrl}/form/${webhookId}`,
				})),
		);

/** Where deposits are to be notified: the first active workflow that starts with them. */
export function notificationUrlOf(
	installed: readonly InstalledWorkflow[],
	n8nUrl: string,
): string | undefined {
	const [trigger] = installed
		.filter(({ active }) => active)
		.flatMap(({ workflow }) => workflow.nodes)
		.filter(({ type }) => type === 'n8n-nodes-nicepay.nicepayTrigger');
	return trigger && `${n8nUrl}/webhook/${trigger.webhookId}/nicepay`;
}
