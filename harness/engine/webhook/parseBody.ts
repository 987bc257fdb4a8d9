import { parse } from 'node:querystring';

import { jsonParse } from 'n8n-workflow';
import type { INode, Workflow } from 'n8n-workflow';

import type { ExpressRequest } from './express';

const parsers: Record<string, (text: string) => unknown> = {
	'application/json': (text) => jsonParse(text),
	'application/x-www-form-urlencoded': (text) => parse(text),
	'text/plain': (text) => text,
};

/**
 * Parses the body before the node sees the request, as n8n does. Skips this for a version 1 node whose
 * option `binaryData` is on.
 *
 * @returns why the body cannot be parsed, for which n8n answers 422; `undefined` if it can
 */
export async function parseBody(
	request: ExpressRequest,
	workflow: Workflow,
	node: INode,
): Promise<string | undefined> {
	const leavesBody = workflow.expression.getSimpleParameterValue(
		node,
		'={{$parameter["options"]["binaryData"]}}',
		'webhook',
		{},
		undefined,
		false,
	);
	if (node.typeVersion === 1 && leavesBody) return undefined;
	const parser = parsers[request.contentType ?? ''];
	if (parser === undefined && node.typeVersion > 1) return undefined;
	await request.readRawBody();
	if (!request.rawBody?.length || parser === undefined) return undefined;
	try {
		request.body = parser(request.rawBody.toString(request.encoding));
		return undefined;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
