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
 * Reads the body before the node sees the request, as n8n does, unless the node is of version 1
 * and its option `binaryData` is on.
 *
 * @returns the reason for which n8n would answer 422, if there is one
 */
export async function parseBody(
	request: ExpressRequest,
	workflow: Workflow,
	node: INode,
): Promise<string | undefined> {
	const left = workflow.expression.getSimpleParameterValue(
		node,
		'={{$parameter["options"]["binaryData"]}}',
		'webhook',
		{},
		undefined,
		false,
	);
	if (node.typeVersion === 1 && left) return undefined;
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
