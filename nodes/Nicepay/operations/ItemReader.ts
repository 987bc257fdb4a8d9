import { InvalidItemError } from '../errors';
import { normalizeText } from '../protocol/charset';
import type { EndpointName } from '../protocol/messageTables';
import { fieldLabel, WORDINGS } from '../protocol/messageTables';
import type { NodeOptions } from './options';

/** What an item's parameters are read with. */
export interface ItemContext {
	readonly endpoint: EndpointName;
	/** The merchant ID that will sign; `''` where it could not be read. */
	readonly mid: string;
	readonly options: NodeOptions;
	/** The workflow's time zone, an IANA name. */
	readonly zone: string;
	readonly now: Date;
}

/**
 * Reads an item's parameters as the text of NICEPAY's fields. Each method takes the field's name on the
 * wire, which tells the label a message names, and the parameter: a name, or `additionalFields.name`.
 * Absent values read as `''`.
 */
export class ItemReader {
	constructor(
		readonly context: ItemContext,
		/** A parameter as n8n resolves it. */
		readonly parameter: (path: string) => unknown,
	) {}

	/**
	 * Normalised text.
	 *
	 * @throws {InvalidItemError} for lists, objects, booleans, and numbers that have lost digits
	 */
	text(field: string, path: string): string {
		const value = this.parameter(path);
		if (value === undefined || value === null) return '';
		if (typeof value === 'string') return normalizeText(value);
		if (typeof value !== 'number' || Number.isNaN(value)) this.refuse(field, 'must be text');
		if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
			this.refuse(
				field,
				`must be given as text: as a number it is too large to be exact (it is ${value})`,
			);
		}
		return String(value);
	}

	/** Digits as people write them; hyphens and spaces are dropped. @throws {InvalidItemError} */
	digits(field: string, path: string): string {
		return this.text(field, path).replace(/[\s-]/g, '');
	}

	/** A whole number of won, 1 or more. @throws {InvalidItemError} */
	won(field: string, path: string): string {
		const value = this.parameter(path);
		const amount = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
		if (typeof amount === 'number' && Number.isSafeInteger(amount) && amount > 0) {
			return String(amount);
		}
		const given = value === '' || value === undefined || value === null ? 'empty' : String(value);
		this.refuse(field, `${WORDINGS.amount} (it is ${given})`);
	}

	/** A bank code of three digits. @throws {InvalidItemError} where a spreadsheet has dropped its zeros */
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

	/** The label of a field, as the editor and every message show it. */
	label(field: string): string {
		return fieldLabel(this.context.endpoint, field);
	}

	/** @throws {InvalidItemError} “<label> <wording>” */
	refuse(field: string, wording: string): never {
		throw new InvalidItemError([`${this.label(field)} ${wording}`]);
	}
}

/** Whether an expression gave true, or the word. */
export const isTrue = (value: unknown): boolean => value === true || value === 'true';

/** Whether an expression gave false, or the word. */
export const isFalse = (value: unknown): boolean => value === false || value === 'false';
