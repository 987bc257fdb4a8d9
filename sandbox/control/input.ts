import { isEucKr } from '../eucKr';
import { isFaultKind } from '../faults/faultKinds';
import type { Fault } from '../faults/FaultList';
import type { NotificationSettings } from '../notifications/settings';

/** Raised for a body that the control API cannot use: HTTP 400. */
export class BadInputError extends Error {
	override readonly name = 'BadInputError';

	constructor(
		message: string,
		/** What is wrong, where it is one field. */
		readonly field?: string,
	) {
		super(message);
	}
}

type Input = Readonly<Record<string, unknown>>;

const MAX_AMOUNT = 999_999_999_999;
const MAX_ATTEMPTS = 10;

const isObject = (value: unknown): value is Input =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const isWhole = (value: unknown, least: number, most: number): value is number =>
	typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isSeconds = (value: unknown): value is number =>
	typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= 86_400;

function objectOf(body: unknown, allowed: readonly string[]): Input {
	const input = body ?? {};
	if (!isObject(input)) throw new BadInputError('The body must be a JSON object');
	const unknown = Object.keys(input).filter((name) => !allowed.includes(name));
	if (unknown.length > 0) {
		throw new BadInputError(`Unknown: ${unknown.join(', ')}. Known: ${allowed.join(', ')}`);
	}
	return input;
}

function demand(holds: boolean, message: string, field?: string): asserts holds {
	if (!holds) throw new BadInputError(message, field);
}

/** What a customer pays in. `amount` is won. */
export function readDeposit(body: unknown): { amount?: number; depositorName?: string } {
	const { amount, depositorName } = objectOf(body, ['amount', 'depositorName']);
	demand(
		amount === undefined || isWhole(amount, 1, MAX_AMOUNT),
		`amount must be a whole number of won from 1 to ${MAX_AMOUNT}`,
		'amount',
	);
	demand(
		depositorName === undefined || (typeof depositorName === 'string' && isEucKr(depositorName)),
		'depositorName must be text of EUC-KR (KS X 1001)',
		'depositorName',
	);
	return { amount, depositorName };
}

type Guards = {
	readonly [Name in keyof NotificationSettings]: readonly [
		holds: (value: unknown) => value is NotificationSettings[Name],
		wording: string,
	];
};

const SETTINGS: Guards = {
	url: [isUrlOrNull, 'an http or https URL, or null'],
	intervalSeconds: [isSeconds, 'seconds, 0 or more'],
	attempts: [
		(value): value is number => isWhole(value, 1, MAX_ATTEMPTS),
		`a whole number from 1 to ${MAX_ATTEMPTS}`,
	],
	okCheck: [isBoolean, 'true or false'],
	charsetInHeader: [isBoolean, 'true or false'],
	space: [
		(value): value is 'plus' | 'percent' => value === 'plus' || value === 'percent',
		'"plus" or "percent"',
	],
	merchantKey: [isBoolean, 'true or false'],
};

function isUrlOrNull(value: unknown): value is string | null {
	if (value === null) return true;
	if (typeof value !== 'string' || !URL.canParse(value)) return false;
	return ['http:', 'https:'].includes(new URL(value).protocol);
}

/** The settings that are given; the others stay as they are. */
export function readSettings(body: unknown): Partial<NotificationSettings> {
	const input = objectOf(body, Object.keys(SETTINGS));
	for (const [name, [holds, wording]] of Object.entries(SETTINGS)) {
		demand(!(name in input) || holds(input[name]), `${name} must be ${wording}`, name);
	}
	return input;
}

const ENDPOINTS: readonly unknown[] = ['issue', 'cancel', 'status', 'any'];

/** A list of faults; `endpoint` is `any` and `times` 1 where they are left out. */
export function readFaults(body: unknown): Fault[] {
	demand(Array.isArray(body), 'The body must be a JSON array of faults');
	return body.map((item: unknown) => {
		const {
			endpoint = 'any',
			kind,
			times = 1,
			orderId,
			delayMs,
		} = objectOf(item, ['endpoint', 'kind', 'times', 'orderId', 'delayMs']);
		demand(isFaultEndpoint(endpoint), 'endpoint must be issue, cancel, status or any');
		demand(isFaultKind(kind), `There is no fault of the kind ${JSON.stringify(kind)}`, 'kind');
		demand(
			times === 'always' || isWhole(times, 1, Number.MAX_SAFE_INTEGER),
			'times must be a whole number from 1, or "always"',
			'times',
		);
		demand(orderId === undefined || typeof orderId === 'string', 'orderId must be text');
		demand(
			delayMs === undefined || isWhole(delayMs, 0, 600_000),
			'delayMs must be milliseconds, 0 to 600000',
			'delayMs',
		);
		return { endpoint, kind, times, orderId, delayMs };
	});
}

const isFaultEndpoint = (value: unknown): value is Fault['endpoint'] => ENDPOINTS.includes(value);
