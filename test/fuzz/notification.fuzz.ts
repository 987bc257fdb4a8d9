import assert from 'node:assert/strict';

import fc from 'fast-check';

import { withoutKey } from '../../nodes/Nicepay/protocol/merchantKey';
import { toEvent, readNotification } from '../../nodes/Nicepay/protocol/notification';
import {
	checkContent,
	checkMerchant,
	describeRefusal,
} from '../../nodes/Nicepay/trigger/checkNotification';
import { Engine, type LoadedPackage } from '../../harness/engine/index';
import { KEY, MID } from '../nodes/Nicepay/trigger/forms';
import { mutated, noise, type Pair, sender, written } from './arbitraries';
import { fieldHoldsKey, hasPostalMark, holdsKey, readByReference } from './reference';

const ACCOUNT = { mid: MID, merchantKey: KEY, baseUrl: 'http://127.0.0.1:9' };

/**
 * Whatever the body: reading it never throws; the reference reads the same; only what the reference
 * believes is believed; and nothing that comes out holds the key.
 */
export function checkBody(body: Buffer, notification = readNotification(body)): void {
	const reference = readByReference(body);
	const { fields, merchantKeys } = notification;
	if (!hasPostalMark(body)) {
		assertFields(fields, reference.fields);
		assert.deepEqual(merchantKeys, reference.keys);
	}

	const refusal = checkContent(notification) ?? checkMerchant(notification, ACCOUNT);
	assert.equal(refusal === undefined, reference.isBelievable, `refused for ${refusal?.reason}`);
	if (refusal)
		assert.ok(!holdsKey(describeRefusal(refusal, { isForwarded: true })), 'the log holds the key');

	const safe = withoutKey(fields, KEY);
	const kept = Object.entries(fields).filter((field) => !fieldHoldsKey(field));
	assertFields(safe, new Map(kept));
	assert.ok(!holdsKey(JSON.stringify(safe)), 'the fields hold the key');
	assert.ok(!Object.keys(safe).some((name) => /^merchantkey$/i.test(name)));

	const event = toEvent(safe, '121.133.126.10');
	const json = JSON.stringify(event);
	assert.deepEqual(JSON.parse(json), event);
	assert.ok(!holdsKey(json), 'the event holds the key');
	assert.equal(event.event === 'deposit', tellsOfDeposit(safe));
	assert.ok(event.amount === null || (Number.isSafeInteger(event.amount) && event.amount >= 0));
	const { depositedAt } = event;
	assert.ok(depositedAt === null || !Number.isNaN(Date.parse(depositedAt)));
}

function assertFields(
	fields: Readonly<Record<string, string>>,
	expected: ReadonlyMap<string, string>,
): void {
	assert.equal(Object.keys(fields).length, expected.size);
	for (const [name, text] of expected) {
		assert.ok(Object.hasOwn(fields, name), `${name} is missing`);
		assert.equal(fields[name], text, name);
	}
}

const tellsOfDeposit = (fields: Readonly<Record<string, string>>) =>
	[fields.PayMethod, fields.ResultCode, fields.StateCd || '0'].join() === 'VBANK,4110,0';

/** What the reference encoder wrote is what is read. */
export function checkWritten({ pairs, body }: { pairs: readonly Pair[]; body: Buffer }): void {
	const notification = readNotification(body);
	const isKey = ([name]: Pair) => name.toLowerCase() === 'merchantkey';
	const texts = new Map<string, string>();
	for (const [name, text] of pairs.filter((pair) => !isKey(pair))) {
		if (!texts.has(name)) texts.set(name, text.trim());
	}
	assertFields(notification.fields, texts);
	assert.deepEqual(
		notification.merchantKeys,
		pairs.filter(isKey).map(([, text]) => text.trim()),
	);
	checkBody(body, notification);
}

const delivery = fc.record({
	body: fc.oneof(
		{ weight: 3, arbitrary: written.map(({ body }) => body) },
		{ weight: 2, arbitrary: mutated },
		{ weight: 1, arbitrary: noise },
	),
	sender: fc.oneof(
		{ weight: 3, arbitrary: sender.filter(({ isNicepay }) => isNicepay) },
		{ weight: 1, arbitrary: sender },
	),
	events: fc.constantFrom<string[]>(['deposit'], ['other'], ['deposit', 'other'], []),
	simplify: fc.boolean(),
	contentType: fc.constantFrom(
		'application/x-www-form-urlencoded',
		'application/x-www-form-urlencoded; charset=euc-kr',
		'application/json',
		'text/plain; charset=nonsense',
		undefined,
	),
});
type Delivery = typeof delivery extends fc.Arbitrary<infer Value> ? Value : never;

/**
 * Whatever is posted, from wherever: the trigger answers `200 OK` or `403 FAIL`, runs a workflow for
 * nothing but a notification that the reference believes and the user chose, warns of what it refuses, of
 * an empty body and of what it drops with a deposit's code, and the key is in no reply, no log and no stored execution.
 */
export function deliveryCheck(builtPackage: LoadedPackage): (delivery: Delivery) => Promise<void> {
	const engine = new Engine({ package: builtPackage, credentials: { nicepayApi: ACCOUNT } });
	return async ({ body, sender: { address, isNicepay }, contentType, ...parameters }) => {
		const workflow = {
			nodes: [
				{ name: 'Trigger', type: 'n8n-nodes-nicepay.nicepayTrigger', parameters },
				{ name: 'After', type: 'n8n-nodes-base.noOp' },
			],
		};
		let stored = 0;
		const receipt = await engine.receiveWebhook(
			workflow,
			{
				headers: contentType === undefined ? {} : { 'content-type': contentType },
				rawBody: body,
				ip: address,
			},
			{ store: () => void stored++ },
		);

		const { isBelievable, fields } = readByReference(body);
		const isBelieved = isBelievable && isNicepay;
		const isEmpty = /^\s*$/.test(body.toString('latin1')) && isNicepay;
		assert.equal(receipt.error, undefined);
		const { status, text } = receipt.response;
		assert.deepEqual([status, text], isBelieved || isEmpty ? [200, 'OK'] : [403, 'FAIL']);

		const told = Object.fromEntries([...fields].filter((field) => !fieldHoldsKey(field)));
		const event = tellsOfDeposit(told) ? 'deposit' : 'other';
		const runs = isBelieved && parameters.events.includes(event);
		const isDroppedDeposit = isBelieved && !runs && told.ResultCode === '4110';
		assert.equal(receipt.workflowData !== undefined, runs);
		assert.equal(stored, runs ? 1 : 0);
		if (runs) {
			const run = await engine.runFromWebhook(receipt);
			assert.equal(run.status, 'success');
			assert.equal(run.output('After').length, 1);
			assert.ok(!holdsKey(run.saved), 'the stored execution holds the key');
		}
		const logged = engine.logs.lines.splice(0);
		assert.equal(
			logged.some(({ level }) => level === 'warn'),
			!isBelieved || isDroppedDeposit,
		);
		assert.ok(!holdsKey(logged.map((line) => line.text).join('\n')), 'the log holds the key');
	};
}

/** The share of bodies that go through n8n's engine, over a connection. */
const ENGINE_SHARE = 0.01;

/**
 * Tries bodies: what NICEPAY might send, that with something amiss, and noise.
 *
 * @param runs how many in all
 * @throws what the first one that fails comes to, made as small as possible, with seed and path
 */
export async function fuzzNotifications({
	runs,
	seed,
	builtPackage,
}: {
	runs: number;
	seed: number;
	builtPackage: LoadedPackage;
}): Promise<void> {
	const share = (part: number) => ({ seed, numRuns: Math.ceil(runs * part) });
	const rest = 1 - ENGINE_SHARE;
	fc.assert(fc.property(written, checkWritten), share(rest * 0.4));
	fc.assert(
		fc.property(mutated, (body) => checkBody(body)),
		share(rest * 0.4),
	);
	fc.assert(
		fc.property(noise, (body) => checkBody(body)),
		share(rest * 0.2),
	);
	const check = deliveryCheck(builtPackage);
	await fc.assert(fc.asyncProperty(delivery, check), share(ENGINE_SHARE));
}
