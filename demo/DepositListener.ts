import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import type { Engine, EngineRun, WorkflowInput } from '../harness/engine/index';

/** Acts as n8n's webhook URL: passes notifications to the trigger, and runs the workflow. */
export class DepositListener {
	private readonly server = createServer((request, response) => {
		this.receive(request, response).catch((error: Error) => response.destroy(error));
	});
	private resolveFirst: (run: EngineRun) => void = () => {};
	/** The workflow run that the first accepted notification starts. */
	readonly firstRun = new Promise<EngineRun>((resolve) => {
		this.resolveFirst = resolve;
	});

	constructor(
		private readonly engine: Engine,
		private readonly workflow: WorkflowInput,
	) {}

	/** @returns the URL for NICEPAY's admin page, here the sandbox's settings */
	async listen(): Promise<string> {
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhook/nicepay`;
	}

	close(): void {
		this.server.close();
		this.server.closeAllConnections();
	}

	private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const receipt = await this.engine.receiveWebhook(this.workflow, {
			headers: request.headers as Record<string, string>,
			rawBody: await buffer(request),
			ip: request.socket.remoteAddress,
		});
		response.writeHead(receipt.response.status, { 'content-type': 'text/plain' });
		response.end(receipt.response.text);
		if (receipt.workflowData) this.resolveFirst(await this.engine.runFromWebhook(receipt));
	}
}
