import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Json } from './N8nClient';

interface Tool {
	readonly function: {
		readonly name: string;
		readonly description: string;
		readonly parameters: Json;
	};
}

interface ChatRequest {
	readonly model: string;
	readonly stream?: boolean;
	readonly messages: ReadonlyArray<{ readonly role: string; readonly content: unknown }>;
	readonly tools?: readonly Tool[];
}

/**
 * A fake language model that implements as much of OpenAI's chat API as an n8n agent needs. It calls the
 * first tool it is offered once, with `args`, and then repeats what the tool answered.
 */
export class FakeModel {
	readonly requests: ChatRequest[] = [];
	private readonly server: Server;

	constructor(private readonly args: Json) {
		this.server = createServer((request, response) => {
			void readJson(request).then((body) => {
				const chat = body as ChatRequest;
				const { message, finishReason } = this.answer(chat);
				const reply = {
					id: 'chatcmpl-1',
					created: Math.floor(Date.now() / 1000),
					model: chat.model,
					usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
				};
				if (!chat.stream) {
					response.setHeader('content-type', 'application/json');
					const choices = [{ index: 0, message, finish_reason: finishReason }];
					response.end(JSON.stringify({ ...reply, object: 'chat.completion', choices }));
					return;
				}
				response.setHeader('content-type', 'text/event-stream');
				const choices = [{ index: 0, delta: message, finish_reason: finishReason }];
				const chunk = { ...reply, object: 'chat.completion.chunk', choices };
				response.end(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
			});
		});
	}

	async listen(): Promise<string> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
	}

	close(): void {
		this.server.close();
		this.server.closeAllConnections();
	}

	private answer(request: ChatRequest): { message: Json; finishReason: string } {
		this.requests.push(request);
		const [tool] = request.tools ?? [];
		const toolAnswer = request.messages.find(({ role }) => role === 'tool');
		if (!tool || toolAnswer) {
			const content = `The tool says: ${JSON.stringify(toolAnswer?.content)}`;
			return { message: { role: 'assistant', content }, finishReason: 'stop' };
		}
		const call = {
			index: 0,
			id: 'call_1',
			type: 'function',
			function: { name: tool.function.name, arguments: JSON.stringify(this.args) },
		};
		const message = { role: 'assistant', content: null, tool_calls: [call] };
		return { message, finishReason: 'tool_calls' };
	}
}

async function readJson(request: IncomingMessage): Promise<unknown> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {};
}
