/** What was asked for behind `npm start --`. */
export interface Arguments {
	/** Begin anew: delete n8n's data of earlier starts. */
	readonly reset: boolean;
}

/** @throws {Error} for an argument that is not known */
export function readArguments(given: readonly string[]): Arguments {
	const unknown = given.filter((argument) => argument !== '--reset');
	if (unknown.length > 0) {
		throw new Error(
			`Unknown: ${unknown.join(' ')}. Known: --reset (delete the data and start anew)`,
		);
	}
	return { reset: given.includes('--reset') };
}
