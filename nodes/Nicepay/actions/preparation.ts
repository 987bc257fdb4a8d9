import type { IExecuteFunctions } from 'n8n-workflow';

import { fingerprintOf } from '../execution/record';
import type { MessageFields } from '../protocol/messages';
import { ENDPOINTS } from '../protocol/messages';
import { FILLED_IN } from '../protocol/sign';
import { validateMessage } from '../protocol/validate';
import type { Failure } from './failure';
import { invalidFailure } from './failure';
import { isInvalidItem } from './InvalidItem';
import type { ItemParameters } from './ItemParameters';
import type { Operation, ReadItem } from './Operation';
import type { NodeOptions } from './options';
import { replyFormFields } from './options';
import { withReplacements } from './values';

/** An item that may be sent, with its place in the input and in the execution's record. */
export interface CheckedItem extends ReadItem {
	readonly itemIndex: number;
	readonly fingerprint: string;
	readonly simplify: boolean;
}

/** What is left of the input: what can be sent, and what is wrong with the rest. */
export interface CheckedInput {
	readonly items: readonly CheckedItem[];
	readonly failures: ReadonlyMap<number, Failure>;
}

/** Reads and checks every item before the first request leaves. */
export function checkItems(
	node: IExecuteFunctions,
	operation: Operation,
	parameters: ItemParameters,
	{ mid, options }: { mid: string; options: NodeOptions },
): CheckedInput {
	const surroundings = {
		mid,
		options,
		zone: node.getTimezone(),
		now: new Date(),
		runIndex: Number(node.getWorkflowDataProxy(0).$runIndex),
	};
	const items: CheckedItem[] = [];
	const failures = new Map<number, Failure>();

	node.getInputData().forEach((_, itemIndex) => {
		try {
			const read = operation.read({
				...surroundings,
				parameter: (name) => parameters.get(name, itemIndex),
				additional: (name) => parameters.getFrom('additionalFields', name, itemIndex),
			});
			const fields = finish(operation, read, options);
			items.push({
				...read,
				fields,
				itemIndex,
				fingerprint: fingerprintOf(read.identity, itemIndex),
				simplify: parameters.get('simplify', itemIndex) !== false,
			});
		} catch (error) {
			failures.set(itemIndex, failureOfReading(error));
		}
	});

	const twice = ordersThatOccurTwice(items);
	for (const { itemIndex, uniqueOrder, fields } of items) {
		if (uniqueOrder === undefined || !twice.has(uniqueOrder)) continue;
		const violation = `Order ID ${uniqueOrder} occurs in more than one item`;
		failures.set(itemIndex, invalidFailure([violation], fields));
	}
	return { items: items.filter(({ itemIndex }) => !failures.has(itemIndex)), failures };
}

class InvalidMessage extends Error {
	override readonly name = 'InvalidMessage';

	constructor(readonly failure: Failure) {
		super(failure.message);
	}
}

/** Adds what all items share and holds the message against its table. */
function finish({ endpoint }: Operation, { fields }: ReadItem, options: NodeOptions) {
	const whole: MessageFields = { ...fields, ...replyFormFields(options) };
	const message = options.unsupportedCharacters === 'replace' ? withReplacements(whole) : whole;
	// MID, time and signature come with the signing; an empty TID is made when the item is sent.
	const given = (name: string) =>
		!FILLED_IN.has(name) && !(name === 'TID' && endpoint === 'issue' && !message.TID);
	const violations = validateMessage(ENDPOINTS[endpoint], message, given);
	if (violations.length > 0) {
		const sentences = violations.map(({ message: sentence }) => sentence);
		throw new InvalidMessage(invalidFailure(sentences, message));
	}
	return message;
}

function failureOfReading(error: unknown): Failure {
	if (error instanceof InvalidMessage) return error.failure;
	if (isInvalidItem(error)) return invalidFailure(error.violations);
	// n8n's own refusal of an expression.
	return invalidFailure([error instanceof Error ? error.message : String(error)]);
}

function ordersThatOccurTwice(items: readonly CheckedItem[]): ReadonlySet<string> {
	const seen = new Set<string>();
	const twice = new Set<string>();
	for (const { uniqueOrder } of items) {
		if (uniqueOrder === undefined) continue;
		(seen.has(uniqueOrder) ? twice : seen).add(uniqueOrder);
	}
	return twice;
}
