/** Raised for an item that cannot be sent as it is. Nothing was sent. */
export class InvalidItemError extends Error {
	override readonly name = 'InvalidItemError';

	/**
	 * @param violations full sentences without their full stop
	 * @param fields the message, where it could be read
	 */
	constructor(
		readonly violations: readonly string[],
		readonly fields?: Readonly<Record<string, string>>,
	) {
		super(violations.join('; '));
	}
}

/** Recognises the class by name too: the error may come from another realm. */
export const isInvalidItemError = (error: unknown): error is InvalidItemError =>
	error instanceof Error && error.name === 'InvalidItemError';

/** Anything thrown, as one line: the message, with the error's code in front unless it is part of it. */
export function describeCause(error: unknown): string {
	if (typeof error !== 'object' || error === null) return String(error);
	const { code, message, name, errors } = error as Record<string, unknown>;
	const inner = Array.isArray(errors) ? errors.map(describeCause).join(', ') : '';
	const text = String(message || inner || name);
	return typeof code === 'string' && !text.includes(code) ? `${code}: ${text}` : text;
}
