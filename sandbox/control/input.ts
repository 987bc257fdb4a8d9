import { isEucKr } from '../eucKr';
import { isFaultKind } from '../faults/faultKinds';
import type { Fault } from '../faults/FaultList';
import type { NotificationSettings } from '../notifications/settings';

/** Raised for input that cannot be used. */
export class BadInputError extends Error {
	override readonly name = 'BadInputError';
	readonly statusCode = 400;

	constructor(
		message: string,
		/** The field at fault, if it is one. */
		readonly field?: string,
	) {
		super(message);
	}
}

/** For each field: whether a value is valid, and what it must be. */
type Rules<Input> = {
	readonly [Name in keyof Input]-?: readonly [(value: unknown) => boolean, mustBe: string];
};

const isOneOf =
	(...choices: unknown[]) =>
	(value: unknown): boolean =>
		choices.includes(value);
const isNumber = (least: number, most: number) => (value: unknown) =>
	typeof value === 'number' && value >= least && value <= most;
const isInteger = (least: number, most: number) => (value: unknown) =>
	Number.isInteger(value) && isNumber(least, most)(value);

const isUrlOrNull = (value: unknown) =>
	value === null ||
	(typeof value === 'string' &&
		URL.canParse(value) &&
		['http:', 'https:'].includes(new URL(value).protocol));

const BOOLEAN = [isOneOf(true, false), 'true or false'] as const;

interface Deposit {
	/** Won. */
	readonly amount: number;
	readonly depositorName: string;
}

const DEPOSIT: Rules<Deposit> = {
	amount: [isInteger(1, 999_999_999_999), 'a whole number of won from 1 to 999999999999'],
	depositorName: [
		(value) => typeof value === 'string' && isEucKr(value),
		'text of EUC-KR (KS X 1001)',
	],
};

const SETTINGS: Rules<NotificationSettings> = {
	url: [isUrlOrNull, 'an http or https URL, or null'],
	intervalSeconds: [isNumber(0, 86_400), 'seconds from 0 to 86400'],
	attempts: [isInteger(1, 10), 'a whole number from 1 to 10'],
	okCheck: BOOLEAN,
	charsetInHeader: BOOLEAN,
	space: [isOneOf('plus', 'percent'), '"plus" or "percent"'],
	merchantKey: BOOLEAN,
};

const FAULT: Rules<Fault> = {
	endpoint: [isOneOf('issue', 'cancel', 'status', 'any'), 'issue, cancel, status or any'],
	kind: [isFaultKind, 'a known fault, with a result code of 4 characters if it takes one'],
	times: [
		(value) => value === 'always' || isInteger(1, Number.MAX_SAFE_INTEGER)(value),
		'a whole number from 1, or "always"',
	],
	orderId: [(value) => typeof value === 'string', 'text'],
	delayMs: [isInteger(0, 600_000), 'milliseconds from 0 to 600000'],
};

/** @throws {BadInputError} unless `body` is an object whose fields keep the rules; all are optional */
function readObject<Input>(body: unknown, rules: Rules<Input>): Partial<Input> {
	const input = body ?? {};
	demand(typeof input === 'object' && !Array.isArray(input), 'The body must be a JSON object');
	const given = Object.entries(input).filter(([, value]) => value !== undefined);
	for (const [name, value] of given) {
		demand(Object.hasOwn(rules, name), `Unknown: ${name}. Known: ${Object.keys(rules).join(', ')}`);
		const [isValid, mustBe] = rules[name as keyof Input];
		demand(isValid(value), `${name} must be ${mustBe}`, name);
	}
	return Object.fromEntries(given) as Partial<Input>;
}

function demand(holds: boolean, message: string, field?: string): asserts holds {
	if (!holds) throw new BadInputError(message, field);
}

/** Reads what a customer pays in. */
export const readDeposit = (body: unknown): Partial<Deposit> => readObject(body, DEPOSIT);

/** Reads the settings to change. */
export const readSettings = (body: unknown): Partial<NotificationSettings> =>
	readObject(body, SETTINGS);

/** Reads a list of faults. Defaults: any endpoint, once. */
export function readFaults(body: unknown): Fault[] {
	demand(Array.isArray(body), 'The body must be a JSON array of faults');
	return body.map((item: unknown) => {
		const { kind, ...fault } = readObject(item, FAULT);
		demand(kind !== undefined, 'A fault needs a kind', 'kind');
		return { endpoint: 'any', kind, times: 1, ...fault };
	});
}
