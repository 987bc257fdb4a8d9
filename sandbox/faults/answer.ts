import { setTimeout as sleep } from 'node:timers/promises';

import type { FastifyReply } from 'fastify';

import { encodeReply, type ReplyFields, type ReplyForm } from '../replies';
import type { State } from '../state';
import type { FaultEffect } from './faultKinds';
import type { AppliedFault } from './FaultList';

/** A reply that is ready to go, or to go wrong. */
interface Outgoing {
	/** `null` when a fault kept the request from being looked at. */
	readonly fields: ReplyFields | null;
	readonly form: ReplyForm;
	readonly fault: AppliedFault | undefined;
	readonly state: State;
	readonly reply: FastifyReply;
}

type Send = (outgoing: Outgoing) => Promise<void> | void;

const HTML = '<html><body><h1>서비스 점검 중입니다</h1></body></html>';

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
		await sleep(fault?.delayMs ?? state.options.delayMs, undefined, {
			signal: state.closing,
		}).catch(() => undefined);
		await send(outgoing);
	},
	status500: ({ reply }) => sendBytes(reply.code(500), Buffer.from(HTML), 'utf-8'),
	html: ({ reply }) => sendBytes(reply, Buffer.from(HTML), 'utf-8'),
	truncate: ({ reply, fields, form }) => {
		const whole = encodeReply(fields ?? {}, form);
		return sendBytes(reply, whole.subarray(0, Math.floor(whole.length / 2)), form.charset);
	},
	eucKr: (outgoing) => send({ ...outgoing, form: { ...outgoing.form, charset: 'euc-kr' } }),
	tamper: (outgoing) => send({ ...outgoing, fields: tampered(outgoing.fields ?? {}) }),
	code: (outgoing) => send(outgoing),
};

/** Sends a reply, or what its fault makes of it. */
export async function answer(outgoing: Outgoing): Promise<void> {
	await (outgoing.fault ? EFFECTS[outgoing.fault.effect] : send)(outgoing);
}

const send: Send = ({ reply, fields, form }) =>
	sendBytes(reply, encodeReply(fields ?? {}, form), form.charset);

/** NICEPAY labels its JSON as HTML. */
async function sendBytes(reply: FastifyReply, bytes: Buffer, charset: string): Promise<void> {
	await reply.header('content-type', `text/html; charset=${charset}`).send(bytes);
}

function tampered(fields: ReplyFields): ReplyFields {
	const { Signature: signature = '' } = fields;
	const first = signature.startsWith('0') ? '1' : '0';
	return signature === '' ? fields : { ...fields, Signature: first + signature.slice(1) };
}
