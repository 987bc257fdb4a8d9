import { controlActions } from '../control/actions';
import { BadInputError } from '../control/input';
import { takesCode } from '../faults/faultKinds';
import type { State } from '../state';
import type { Done } from './notice';

/** What the browser sends of a form. */
export type Form = URLSearchParams;

/** Carries out a form, and returns what was done. */
type Submit = (form: Form, tid: string) => Done;

/**
 * The console's forms by their path. They do what the control API does, through the same actions,
 * which also check the input.
 */
export function consoleForms(state: State): Readonly<Record<string, Submit>> {
	const actions = controlActions(state);
	return {
		'/console/accounts/:tid/deposit': (form, tid) => {
			// `preset` is the amount on a button.
			const amount = readNumber(form, 'preset') ?? readNumber(form, 'amount');
			actions.deposit(tid, { amount, depositorName: readText(form, 'depositorName') });
			return 'deposited';
		},
		'/console/accounts/:tid/expire': (_form, tid) => {
			actions.expire(tid);
			return 'expired';
		},
		'/console/settings': (form) => {
			actions.changeSettings({
				url: readText(form, 'url') ?? null,
				intervalSeconds: readNumber(form, 'intervalSeconds') ?? '',
				attempts: readNumber(form, 'attempts') ?? '',
				okCheck: form.has('okCheck'),
				charsetInHeader: form.has('charsetInHeader'),
				space: readText(form, 'space') ?? '',
				merchantKey: form.has('merchantKey'),
			});
			return 'settings';
		},
		'/console/faults': (form) => {
			actions.setFaults([...state.faults.all(), readFault(form)]);
			return 'fault';
		},
		'/console/faults/remove': (form) => {
			const faults = state.faults.all();
			const index = faults.findIndex((fault) => JSON.stringify(fault) === form.get('fault'));
			if (index < 0) throw new BadInputError('This fault has already been removed', 'fault');
			actions.setFaults(faults.toSpliced(index, 1));
			return 'faultRemoved';
		},
		'/console/reset': () => {
			actions.reset();
			return 'reset';
		},
	};
}

/** A fault with only the fields that its kind needs. */
function readFault(form: Form) {
	const name = readText(form, 'kind') ?? '';
	return {
		kind: takesCode(name) ? `${name}:${readText(form, 'code') ?? ''}` : name,
		endpoint: readText(form, 'endpoint'),
		times: readText(form, 'times') === 'always' ? 'always' : 1,
		orderId: readText(form, 'orderId'),
		delayMs: name === 'delay' ? readNumber(form, 'delayMs') : undefined,
	};
}

/** Blank is as good as absent. */
const readText = (form: Form, name: string): string | undefined =>
	form.get(name)?.trim() || undefined;

function readNumber(form: Form, name: string): number | undefined {
	const text = readText(form, name);
	return text === undefined ? undefined : Number(text);
}
