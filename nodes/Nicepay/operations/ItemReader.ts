import { InvalidItemError } from '../errors';
import { normalizeText } from '../protocol/charset';
import type { EndpointName } from '../protocol/messageFields';
import { fieldLabel, WORDINGS } from '../protocol/messageFields';
import type { NodeOptions } from './options';

/** What {@link ItemReader} needs besides the parameters. */
export interface ItemContext {
	readonly endpoint: EndpointName;
	/** The merchant ID that signs; `''` if it could not be read. */
	readonly mid: string;
	readonly options: NodeOptions;
	/** The workflow's time zone, an IANA name. */
	readonly zone: string;
	readonly now: Date;
}

/**
 * Reads an item's parameters as the text of NICEPAY's fields. Each method takes NICEPAY's name of the field,
 * for its label in messages, and the parameter's path: a name, or `additionalFields.name`. An absent value
 * is `''`.
 */
export class ItemReader {
	constructor(
		readonly context: ItemContext,
		/** Returns a parameter as n8n resolves it. */
		readonly parameter: (path: string) => unknown,
	) {}

	/**
	 * Reads normalized text.
	 *
	 * @throws {InvalidItemError} for lists, objects, booleans, and numbers too large to be exact
	 */
	text(field: string, path: string): string {
		const value = this.parameter(path);
		if (value === undefined || value === null) return '';
		if (typeof value === 'string') return normalizeText(value);
		if (typeof value !== 'number' || Number.isNaN(value)) this.refuse(field, 'must be text');
		if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
			this.refuse(field, `must be text, because a number this large is not exact (it is ${value})`);
		}
		return String(value);
	}

	/** Reads digits and removes hyphens and spaces. @throws {InvalidItemError} */
	digits(field: string, path: string): string {
		return this.text(field, path).replace(/[\s-]/g, '');
	}

	/** Reads a whole number of won, 1 or more. @throws {InvalidItemError} */
	won(field: string, path: string): string {
		const value = this.parameter(path);
		const amount = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
		if (typeof amount === 'number' && Number.isSafeInteger(amount) && amount > 0) {
			return String(amount);
		}
		const given = value === '' || value === undefined || value === null ? 'empty' : String(value);
		this.refuse(field, `${WORDINGS.amount} (it is ${given})`);
	}

	/** Reads a three-digit bank code. @throws {InvalidItemError} if its leading zeros are gone */
	bankCode(field: string, path: string): string {
		const code = this.text(field, path).trim();
		if (/^\d{1,2}$/.test(code)) {
			this.refuse(
				field,
				`${WORDINGS.bankCode} (it is ${code}; spreadsheets drop leading zeros: ${code.padStart(3, '0')})`,
			);
		}
		return code;
	}

	/** The label of a field in the editor and in messages. */
	label(field: string): string {
		return fieldLabel(this.context.endpoint, field);
	}

	/** @throws {InvalidItemError} “<label> <wording>” */
	refuse(field: string, wording: string): never {
		throw new InvalidItemError([`${this.label(field)} ${wording}`]);
	}
}

/** Whether a value is true, as a boolean or as a word. */
export const isTrue = (value: unknown): boolean => value === true || value === 'true';

/** Whether a value is false, as a boolean or as a word. */
export const isFalse = (value: unknown): boolean => value === false || value === 'false';
