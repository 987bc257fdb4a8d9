import type { IExecuteFunctions } from 'n8n-workflow';

import type { NicepayCredential } from '../credential/credential';
import { merchantLabel } from '../credential/credential';
import type { ItemCredentials } from '../credential/itemCredentials';
import { describeCause, InvalidItemError, isInvalidItemError } from '../errors';
import type { Failure } from '../failures/failure';
import { doneAndNowInvalid, invalidItem, unknownAndNowInvalid } from '../failures/failure';
import { ItemReader } from '../operations/ItemReader';
import type { DoubtfulDeadline } from '../operations/depositDeadline';
import type { ItemIdentity, Operation } from '../operations/Operation';
import type { NodeOptions } from '../operations/options';
import { readReplyForm } from '../operations/options';
import { replaceUnencodable } from '../protocol/charset';
import type { MessageFields } from '../protocol/messageFields';
import { ENDPOINTS } from '../protocol/messageFields';
import { FILLED_IN } from '../protocol/sign';
import { validateMessage } from '../protocol/validate';
import type { ExecutionRecord, UnknownEntry } from '../request/ExecutionRecord';
import { toFingerprint } from '../request/ExecutionRecord';
import type { ItemParameters } from './ItemParameters';

/** An item that may be sent, with its place in the input and in the execution's record. */
export interface CheckedItem extends ItemIdentity {
	/** Empty for an item that an earlier run of this execution has done. */
	readonly fields: MessageFields;
	readonly itemIndex: number;
	readonly fingerprint: string;
	readonly simplify: boolean;
	/** Whose request it is. */
	readonly credential: NicepayCredential;
}

/** The input, divided into what can be sent and what is wrong with the rest. */
export interface CheckedInput {
	readonly items: readonly CheckedItem[];
	/** By item index. */
	readonly failures: ReadonlyMap<number, Failure>;
}

/** What the check needs beside the input. */
export interface CheckContext {
	readonly operation: Operation;
	readonly credentials: ItemCredentials;
	readonly options: NodeOptions;
	readonly record: ExecutionRecord;
	readonly onDoubt: (deadline: DoubtfulDeadline) => void;
}

/**
 * Reads and checks every item before the first request leaves. An item that an earlier run has done is
 * not checked again: its deadline may have passed since.
 */
export async function checkItems(
	node: IExecuteFunctions,
	parameters: ItemParameters,
	context: CheckContext,
): Promise<CheckedInput> {
	const { operation, credentials, options, record, onDoubt } = context;
	const { endpoint } = operation;
	const shared = { endpoint, options, zone: node.getTimezone(), now: new Date(), onDoubt };
	const items: CheckedItem[] = [];
	const failures = new Map<number, Failure>();

	for (const itemIndex of node.getInputData().keys()) {
		const readerFor = (mid: string) =>
			new ItemReader({ ...shared, mid }, (path, fallback) =>
				parameters.get(path, itemIndex, fallback),
			);
		let credential: NicepayCredential | undefined;
		let openSince: UnknownEntry | undefined;
		try {
			credential = await credentials.forItem(itemIndex);
			const reader = readerFor(credential.mid);
			const identity = operation.identify(reader);
			const fingerprint = findFingerprint(identity, itemIndex, credential, context);
			const entry = record.get(fingerprint);
			if (entry?.state === 'unknown') openSince = entry;
			items.push({
				...identity,
				fields: entry?.state === 'done' ? {} : readMessage(operation, reader),
				itemIndex,
				fingerprint,
				simplify: reader.boolean('Simplify', 'simplify', true),
				credential,
			});
		} catch (error) {
			if (!credential) openSince = findOpenSince(operation, readerFor(''), itemIndex, record);
			const { violations, fields = readClaimedIdentity(parameters, itemIndex) } =
				isInvalidItemError(error) ? error : { violations: [describeCause(error)] };
			const failure = invalidItem(violations, fields);
			failures.set(
				itemIndex,
				openSince
					? unknownAndNowInvalid(failure, openSince, operation)
					: withEarlierResult(failure, itemIndex, record),
			);
		}
	}

	for (const [item, violations] of findDuplicates(items)) {
		const failure = invalidItem(violations, item.fields);
		const entry = record.get(item.fingerprint);
		failures.set(
			item.itemIndex,
			entry?.state === 'unknown' ? unknownAndNowInvalid(failure, entry, operation) : failure,
		);
	}
	return { items: items.filter(({ itemIndex }) => !failures.has(itemIndex)), failures };
}

/** Why an item cannot be sent, and what an earlier run has done for it. */
export function withEarlierResult(
	invalid: Failure,
	itemIndex: number,
	record: ExecutionRecord,
): Failure {
	const done = record.findDone(itemIndex);
	return done ? doneAndNowInvalid(invalid, done) : invalid;
}

/** Reads a message whole, except for what is filled in when it is signed. @throws {InvalidItemError} */
function readMessage(operation: Operation, reader: ItemReader): MessageFields {
	const { endpoint } = operation;
	const { options } = reader.context;
	const read: MessageFields = { ...operation.read(reader), ...readReplyForm(options) };
	const message =
		options.unsupportedCharacters === 'replace' ? withReplacements(operation, read) : read;
	// An issue without a TID gets one when it is sent.
	const isFilledIn = (name: string) =>
		FILLED_IN.has(name) || (name === 'TID' && endpoint === 'issue' && !message.TID);
	const violations = validateMessage(ENDPOINTS[endpoint], message, (name) => !isFilledIn(name));
	if (violations.length > 0) {
		const sentences = violations.map((violation) => violation.message);
		throw new InvalidItemError(sentences, message);
	}
	return message;
}

/** Puts `?` for what EUC-KR cannot carry, in the fields whose table allows it: free text only. */
const withReplacements = ({ endpoint }: Operation, message: MessageFields): MessageFields => ({
	...message,
	...Object.fromEntries(
		ENDPOINTS[endpoint].fields
			.filter(({ replaceable }) => replaceable)
			.map(({ name }) => [name, replaceUnencodable(message[name] ?? '')]),
	),
});

/**
 * The key of an item in the record. In another round of a loop, the same order number may be another
 * merchant's; in the same round it is the same item, even if its credential was changed.
 */
function findFingerprint(
	{ identity }: ItemIdentity,
	itemIndex: number,
	credential: NicepayCredential,
	{ record, credentials }: CheckContext,
): string {
	const fingerprint = toFingerprint(identity, itemIndex);
	const entry = record.get(fingerprint);
	const merchant = merchantLabel(credential);
	const isAnotherMerchants =
		!credentials.areSame &&
		entry?.state === 'unknown' &&
		entry.sentWith !== merchant &&
		entry.round !== record.round;
	return isAnotherMerchants ? toFingerprint([...identity, merchant], itemIndex) : fingerprint;
}

/** What an earlier run left unknown of an item whose credential can no longer be read. */
function findOpenSince(
	operation: Operation,
	reader: ItemReader,
	itemIndex: number,
	record: ExecutionRecord,
): UnknownEntry | undefined {
	try {
		const entry = record.get(toFingerprint(operation.identify(reader).identity, itemIndex));
		return entry?.state === 'unknown' ? entry : undefined;
	} catch {
		return undefined;
	}
}

/** The order and TID that an unreadable item names, as far as they can be read: people know it by them. */
export function readClaimedIdentity(parameters: ItemParameters, itemIndex: number): MessageFields {
	const read = (path: string): string => {
		try {
			const value = parameters.get(path, itemIndex, '');
			return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
		} catch {
			return '';
		}
	};
	return { Moid: read('orderId'), TID: read('additionalFields.tid') || read('tid') };
}

/** Items of one merchant that share an order number or a TID that must be unique, and what to say of each. */
function findDuplicates(items: readonly CheckedItem[]): ReadonlyMap<CheckedItem, string[]> {
	const found = new Map<CheckedItem, string[]>();
	const check = (label: string, read: (item: CheckedItem) => string | undefined) => {
		const groups = new Map<string, CheckedItem[]>();
		for (const item of items) {
			const text = read(item);
			if (text === undefined) continue;
			const key = `${merchantLabel(item.credential)} ${text}`;
			groups.set(key, [...(groups.get(key) ?? []), item]);
		}
		for (const item of [...groups.values()].filter(({ length }) => length > 1).flat()) {
			const sentence = `${label} ${read(item)} occurs in more than one item`;
			found.set(item, [...(found.get(item) ?? []), sentence]);
		}
	};
	check('Order ID', ({ uniqueOrder }) => uniqueOrder);
	check('Transaction ID (TID)', ({ uniqueTid }) => uniqueTid);
	return found;
}
