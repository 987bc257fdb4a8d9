import { InvalidItemError } from '../errors';
import { given, givenChoice } from '../given';
import { bankLabel, findBanks } from '../protocol/banks';
import { normalizeText } from '../protocol/charset';
import { toPlainText } from '../protocol/lenientText';
import type { EndpointName } from '../protocol/messageFields';
import { fieldLabel, WORDINGS } from '../protocol/messageFields';
import type { DoubtfulDeadline } from './depositDeadline';
import type { NodeOptions } from './options';
import { toBoolean, toWon } from './values';

/** What {@link ItemReader} needs besides the parameters. */
export interface ItemContext {
	readonly endpoint: EndpointName;
	/** The merchant ID that signs; `''` if it could not be read. */
	readonly mid: string;
	readonly options: NodeOptions;
	/** The workflow's time zone, an IANA name. */
	readonly zone: string;
	readonly now: Date;
	readonly onDoubt: (deadline: DoubtfulDeadline) => void;
}

/** Line breaks and tabs that a spreadsheet leaves around a text. */
const ENDS_OF_CELLS = /^[\t\r\n]+|[\t\r\n]+$/g;

/**
 * Reads an item's parameters as the text of NICEPAY's fields. Each method takes NICEPAY's name of the field,
 * for its label in messages, and the parameter's path: a name, or `additionalFields.name`. An absent value
 * is `''`.
 */
export class ItemReader {
	constructor(
		readonly context: ItemContext,
		/** Returns a parameter as n8n resolves it, or `fallback` if the node does not show it. */
		readonly parameter: (path: string, fallback?: unknown) => unknown,
	) {}

	/**
	 * Reads normalized text, without line breaks at its ends.
	 *
	 * @throws {InvalidItemError} for lists, objects, booleans, and numbers too large to be exact
	 */
	text(field: string, path: string): string {
		const value = this.parameter(path);
		if (value === undefined || value === null) return '';
		if (typeof value === 'string') return normalizeText(value.replace(ENDS_OF_CELLS, ''));
		if (typeof value !== 'number' || Number.isNaN(value)) {
			this.refuse(field, 'must be text, not a list, an object or a boolean');
		}
		if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
			this.refuse(field, 'must be text, because a number this large is not exact');
		}
		return String(value);
	}

	/** Reads an order number, a TID or another text that must go out as it is, without blanks at its ends. */
	identifier(field: string, path: string): string {
		const value = this.parameter(path);
		return typeof value === 'string' ? value.trim() : this.text(field, path);
	}

	/** Reads text as {@link toPlainText} leaves it. @throws {InvalidItemError} */
	private plain(field: string, path: string): string {
		const value = this.parameter(path);
		return typeof value === 'string' ? toPlainText(value) : this.text(field, path);
	}

	/** Reads digits and removes hyphens and spaces between them. @throws {InvalidItemError} */
	digits(field: string, path: string): string {
		const text = this.plain(field, path);
		return /^\d+(?:[ -]+\d+)*$/.test(text) ? text.replace(/[ -]/g, '') : text;
	}

	/** Reads an account number (digits). @throws {InvalidItemError} for a number: zeros in front may be gone */
	accountNumber(field: string, path: string): string {
		if (typeof this.parameter(path) === 'number') {
			this.refuse(field, 'must be text: in a number, a zero in front may be lost');
		}
		return this.digits(field, path);
	}

	/** Reads a whole number of won, 1 or more. @throws {InvalidItemError} */
	won(field: string, path: string): string {
		const value = this.parameter(path);
		const amount = toWon(value);
		if (amount === undefined) {
			this.refuse(field, `${WORDINGS.amount}, such as 55000 or 55,000 won ${given(value)}`);
		}
		return String(amount);
	}

	/**
	 * Reads a bank: three digits as they are, or a name or code that {@link findBanks} knows.
	 *
	 * @throws {InvalidItemError} for what fits no bank, or several
	 */
	bankCode(field: string, path: string): string {
		const text = this.plain(field, path);
		if (text === '' || /^\d{3}$/.test(text)) return text;
		const [bank, ...others] = findBanks(text);
		if (!bank) {
			this.refuse(
				field,
				`must be the code or the name of a bank, such as 004 or KB ${givenChoice(text)}`,
			);
		}
		if (others.length > 0) {
			const choices = [bank, ...others].map(bankLabel).join(' or ');
			this.refuse(field, `fits more than one bank: ${choices}. Use the code ${givenChoice(text)}`);
		}
		return bank.code;
	}

	/** Reads one of the editor's values, without blanks at its ends. */
	choice(path: string, fallback?: string): unknown {
		const value = this.parameter(path, fallback);
		return typeof value === 'string' ? value.trim() : value;
	}

	/** Reads a switch. @throws {InvalidItemError} unless it is clearly on or off */
	boolean(label: string, path: string, fallback: boolean): boolean {
		const value = this.parameter(path);
		const read = value === undefined ? fallback : toBoolean(value);
		if (read !== undefined) return read;
		throw new InvalidItemError([`${label} must be true or false, or Y or N ${givenChoice(value)}`]);
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
