import type { Fault } from '../faults/FaultList';
import { BadInputError } from '../control/input';

/**
 * The console's forms as the control API takes them. Nothing is checked here: the control API's own
 * readers do that.
 */

/** What the browser sends of a form. */
export type Form = URLSearchParams;

const given = (form: Form, name: string): string | undefined => form.get(name)?.trim() || undefined;

const numberOf = (text: string | undefined): number | undefined =>
	text === undefined ? undefined : Number(text);

/** `preset` is the amount on the button, when one was pressed. */
export const depositInput = (form: Form) => ({
	amount: numberOf(given(form, 'preset') ?? given(form, 'amount')),
	depositorName: given(form, 'depositorName'),
});

export const settingsInput = (form: Form) => ({
	url: given(form, 'url') ?? null,
	intervalSeconds: numberOf(given(form, 'intervalSeconds')),
	attempts: numberOf(given(form, 'attempts')),
	okCheck: form.has('okCheck'),
	charsetInHeader: form.has('charsetInHeader'),
	space: given(form, 'space'),
	merchantKey: form.has('merchantKey'),
});

/** A fault with only what its kind needs. */
export function faultInput(form: Form) {
	const name = given(form, 'kind') ?? '';
	const takesCode = name === 'code' || name === 'processThenCode';
	return {
		kind: takesCode ? `${name}:${given(form, 'code') ?? ''}` : name,
		endpoint: given(form, 'endpoint'),
		times: given(form, 'times') === 'always' ? 'always' : 1,
		orderId: given(form, 'orderId'),
		delayMs: name === 'delay' ? numberOf(given(form, 'delayMs')) : undefined,
	};
}

/** The faults without the first that reads as `fault`, the JSON of one. */
export function faultsWithout(faults: readonly Fault[], fault: string | null): readonly Fault[] {
	const index = faults.findIndex((known) => JSON.stringify(known) === fault);
	if (index < 0) throw new BadInputError('That fault is no longer there', 'fault');
	return faults.toSpliced(index, 1);
}
