import { setTimeout as sleep } from 'node:timers/promises';

import type { FastifyReply } from 'fastify';

import { encodeReply, type ReplyFields, type ReplyFormat } from '../replies';
import type { State } from '../state';
import type { FaultEffect } from './faultKinds';
import type { AppliedFault } from './FaultList';

interface Outgoing {
	/** `null` if a fault kept the request from being processed. */
	readonly fields: ReplyFields | null;
	readonly format: ReplyFormat;
	readonly fault: AppliedFault | undefined;
	readonly state: State;
	readonly reply: FastifyReply;
}

type Send = (outgoing: Outgoing) => Promise<void> | void;

const HTML = Buffer.from('<html><body><h1>서비스 점검 중입니다</h1></body></html>');

const EFFECTS: Readonly<Record<FaultEffect, Send>> = {
	drop: ({ reply }) => {
		reply.hijack();
		reply.raw.socket?.destroy();
	},
	hang: ({ reply }) => {
		reply.hijack();
	},
	delay: async (outgoing) => {
		const { fault, state } = outgoing;
		const delayMs = fault?.delayMs ?? state.options.delayMs;
		await sleep(delayMs, undefined, { signal: state.closing }).catch(() => undefined);
		await send(outgoing);
	},
	status500: ({ reply }) => sendBytes(reply.code(500), HTML, 'utf-8'),
	html: ({ reply }) => sendBytes(reply, HTML, 'utf-8'),
	truncate: ({ reply, fields, format }) => {
		const bytes = encodeReply(fields ?? {}, format);
		return sendBytes(reply, bytes.subarray(0, Math.floor(bytes.length / 2)), format.charset);
	},
	eucKr: (outgoing) => send({ ...outgoing, format: { ...outgoing.format, charset: 'euc-kr' } }),
	tamper: (outgoing) => send({ ...outgoing, fields: tamper(outgoing.fields ?? {}) }),
	code: (outgoing) => send(outgoing),
};

/** Sends a reply, with the effect of its fault. */
export async function sendReply(outgoing: Outgoing): Promise<void> {
	await (outgoing.fault ? EFFECTS[outgoing.fault.effect] : send)(outgoing);
}

const send: Send = ({ reply, fields, format }) =>
	sendBytes(reply, encodeReply(fields ?? {}, format), format.charset);

/** JSON labelled as HTML, as integrators report. */
async function sendBytes(reply: FastifyReply, bytes: Buffer, charset: string): Promise<void> {
	await reply.header('content-type', `text/html; charset=${charset}`).send(bytes);
}

function tamper(fields: ReplyFields): ReplyFields {
	const { Signature: signature = '' } = fields;
	const first = signature.startsWith('0') ? '1' : '0';
	return signature === '' ? fields : { ...fields, Signature: first + signature.slice(1) };
}
