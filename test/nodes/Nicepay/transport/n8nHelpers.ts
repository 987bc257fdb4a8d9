import { getRequestHelperFunctions } from 'n8n-core/dist/execution-engine/node-execution-context/utils/request-helper-functions';

import type { RequestHelpers } from '../../../../nodes/Nicepay/transport/Transport';
import { prepareRuntime } from '../../../../harness/engine/runtime';

type Arguments = Parameters<typeof getRequestHelperFunctions>;

/** The request helper that n8n hands its nodes, without a workflow or node around it. */
export async function n8nHelpers(): Promise<RequestHelpers> {
	await prepareRuntime();
	const [workflow, node, additionalData] = [{}, {}, {}] as [
		Arguments[0],
		Arguments[1],
		Arguments[2],
	];
	return getRequestHelperFunctions(workflow, node, additionalData);
}
