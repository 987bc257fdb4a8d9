import type { IExecuteFunctions } from 'n8n-workflow';

import type { Account } from '../credential/account';
import { merchantOf } from '../credential/account';
import type { ItemAccounts } from '../credential/itemAccounts';
import type { ExecutionRecord, LostMemory } from '../execution/record';
import { fingerprintOf } from '../execution/record';
import type { EndpointName, MessageFields } from '../protocol/messages';
import { ENDPOINTS } from '../protocol/messages';
import { FILLED_IN } from '../protocol/sign';
import { validateMessage } from '../protocol/validate';
import type { Failure } from './failure';
import { invalidFailure, stillUnknown } from './failure';
import { isInvalidItem } from './InvalidItem';
import type { ItemParameters } from './ItemParameters';
import type { ItemIdentity, ItemSource, Operation } from './Operation';
import type { NodeOptions } from './options';
import { replyFormFields } from './options';
import { isNo, withReplacements } from './values';

/** An item that may be sent, with its place in the input and in the execution's record. */
export interface CheckedItem extends ItemIdentity {
	/** Empty for an item that an earlier run of this execution has done. */
	readonly fields: MessageFields;
	readonly itemIndex: number;
	readonly fingerprint: string;
	readonly simplify: boolean;
	/** Whose request it is. */
	readonly account: Account;
}

/** What is left of the input: what can be sent, and what is wrong with the rest. */
export interface CheckedInput {
	readonly items: readonly CheckedItem[];
	readonly failures: ReadonlyMap<number, Failure>;
}

/** What the check of an input needs beside the input. */
export interface CheckContext {
	readonly accounts: ItemAccounts;
	readonly options: NodeOptions;
	readonly record: ExecutionRecord;
}

/**
 * Reads and checks every item before the first request leaves. An item that an earlier run has done
 * is not checked again: its deadline may have passed since.
 */
export async function checkItems(
	node: IExecuteFunctions,
	operation: Operation,
	parameters: ItemParameters,
	{ accounts, options, record }: CheckContext,
): Promise<CheckedInput> {
	const surroundings = { options, zone: node.getTimezone(), now: new Date() };
	const items: CheckedItem[] = [];
	const failures = new Map<number, Failure>();

	for (const itemIndex of node.getInputData().keys()) {
		let lost: LostMemory | undefined;
		let { shared: account } = accounts;
		const sourceOf = (mid: string): ItemSource => ({
			...surroundings,
			mid,
			parameter: (name) => parameters.get(name, itemIndex),
			additional: (name) => parameters.getFrom('additionalFields', name, itemIndex),
		});
		try {
			account ??= await accounts.of(itemIndex);
			const source = sourceOf(account.mid);
			const identity = operation.identify(source);
			const fingerprint = fingerprintFor(identity, itemIndex, account, record, accounts);
			const memory = record.get(fingerprint);
			if (memory?.state === 'unknown') lost = memory;
			items.push({
				...identity,
				fields: memory?.state === 'done' ? {} : finish(operation, operation.read(source), options),
				itemIndex,
				fingerprint,
				simplify: !isNo(parameters.get('simplify', itemIndex)),
				account,
			});
		} catch (error) {
			if (!account) lost = lostBefore(record, operation, sourceOf(''), itemIndex);
			const failure = failureOfReading(error, claimedIdentity(parameters, itemIndex));
			failures.set(itemIndex, lost ? stillUnknown(failure, lost, operation) : failure);
		}
	}

	const ordersTwice = twice(items, ({ uniqueOrder }) => uniqueOrder);
	const tidsTwice = twice(items, ({ uniqueTid }) => uniqueTid);
	for (const item of items) {
		const { itemIndex, uniqueOrder, uniqueTid, fields, fingerprint } = item;
		const violations = [
			...(ordersTwice.has(item) ? [`Order ID ${uniqueOrder}`] : []),
			...(tidsTwice.has(item) ? [`Transaction ID (TID) ${uniqueTid}`] : []),
		].map((which) => `${which} occurs in more than one item`);
		if (violations.length === 0) continue;
		const failure = invalidFailure(violations, fields);
		const memory = record.get(fingerprint);
		failures.set(
			itemIndex,
			memory?.state === 'unknown' ? stillUnknown(failure, memory, operation) : failure,
		);
	}
	return { items: items.filter(({ itemIndex }) => !failures.has(itemIndex)), failures };
}

/**
 * Where the record keeps an item. In another round of a loop, the order number of one merchant may be
 * that of another one; in the same round it is the same item, though its credential was changed.
 */
function fingerprintFor(
	{ identity }: ItemIdentity,
	itemIndex: number,
	account: Account,
	record: ExecutionRecord,
	{ shared }: ItemAccounts,
): string {
	const fingerprint = fingerprintOf(identity, itemIndex);
	const memory = record.get(fingerprint);
	const merchant = merchantOf(account);
	const isOfAnother =
		!shared &&
		memory?.state === 'unknown' &&
		memory.account !== merchant &&
		memory.round !== record.round;
	return isOfAnother ? fingerprintOf([...identity, merchant], itemIndex) : fingerprint;
}

/** What an earlier run left open of an item whose merchant can no longer be read. */
function lostBefore(
	record: ExecutionRecord,
	operation: Operation,
	source: ItemSource,
	itemIndex: number,
): LostMemory | undefined {
	try {
		const memory = record.get(fingerprintOf(operation.identify(source).identity, itemIndex));
		return memory?.state === 'unknown' ? memory : undefined;
	} catch {
		return undefined;
	}
}

class InvalidMessage extends Error {
	override readonly name = 'InvalidMessage';

	constructor(readonly failure: Failure) {
		super(failure.message);
	}
}

/** Adds what all items share and holds the message against its table. */
function finish(
	{ endpoint }: Operation,
	fields: MessageFields,
	options: NodeOptions,
): MessageFields {
	const whole: MessageFields = { ...fields, ...replyFormFields(options) };
	const message = options.unsupportedCharacters === 'replace' ? withReplacements(whole) : whole;
	// MID, time and signature come with the signing; an empty TID is made when the item is sent.
	const given = (name: string) =>
		!FILLED_IN.has(name) && !(name === 'TID' && endpoint === 'issue' && !message.TID);
	const sentences = [
		...validateMessage(ENDPOINTS[endpoint], message, given).map(
			({ message: sentence }) => sentence,
		),
		...(options.replyFormat === 'kv' ? lookingLikeFields(endpoint, message) : []),
	];
	if (sentences.length > 0) {
		throw new InvalidMessage(invalidFailure(sentences, message));
	}
	return message;
}

/** What a Key=Value reply, which escapes nothing, would bring back as fields. */
const lookingLikeFields = (endpoint: EndpointName, message: MessageFields): string[] =>
	ENDPOINTS[endpoint].fields
		.filter(({ name, echoed }) => echoed && /&\w+=/.test(message[name] ?? ''))
		.map(
			({ label }) =>
				`${label} must not look like fields (“&name=”) when the reply format is Key=Value; choose JSON`,
		);

function failureOfReading(error: unknown, claimed: MessageFields): Failure {
	if (error instanceof InvalidMessage) return error.failure;
	if (isInvalidItem(error)) return invalidFailure(error.violations, claimed);
	// n8n's own refusal of an expression.
	return invalidFailure([error instanceof Error ? error.message : String(error)], claimed);
}

/** The order and TID an unreadable item names, as far as they can be read: they tell people which it is. */
export function claimedIdentity(parameters: ItemParameters, itemIndex: number): MessageFields {
	const readable = (read: () => unknown): string => {
		try {
			const value = read();
			return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
		} catch {
			return '';
		}
	};
	const own = readable(() => parameters.getFrom('additionalFields', 'tid', itemIndex));
	return {
		Moid: readable(() => parameters.get('orderId', itemIndex, '')),
		TID: own || readable(() => parameters.get('tid', itemIndex, '')),
	};
}

/** The items of one merchant that share a text. */
function twice(
	items: readonly CheckedItem[],
	textOf: (item: CheckedItem) => string | undefined,
): ReadonlySet<CheckedItem> {
	const groups = new Map<string, CheckedItem[]>();
	for (const item of items) {
		const text = textOf(item);
		if (text === undefined) continue;
		const key = `${merchantOf(item.account)} ${text}`;
		groups.set(key, [...(groups.get(key) ?? []), item]);
	}
	return new Set([...groups.values()].filter(({ length }) => length > 1).flat());
}
