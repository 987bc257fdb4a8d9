/** What is wrong with an item, found before anything was sent. */
export class InvalidItem extends Error {
	override readonly name = 'InvalidItem';

	/** @param violations full sentences without their full stop */
	constructor(readonly violations: readonly string[]) {
		super(violations.join('; '));
	}
}

/** Recognised by name too: errors may come from another realm. */
export const isInvalidItem = (error: unknown): error is InvalidItem =>
	error instanceof Error && error.name === 'InvalidItem';
