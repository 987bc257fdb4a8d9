import {
	cancelReplySignatures,
	equalInConstantTime,
	findSignedAmount,
} from '../../../../nodes/Nicepay/protocol/replySignature';
import { KEY, MID, REQUESTS } from './vectors';

describe('The signature of a cancel reply', () => {
	const manual = { tid: 'nicepay00m01012006221311045107', mid: MID, amount: 1004 };
	const manualSignature = '9439b21e792ee41d1411d7b5e7e34a2062f0f42f19fa3f875f35c388954d4efd';
	const paddedSignature = '59c36831e223d8d7c96e248123816a31a1a4510088e4bd63862455fe91851de5';

	it('is the manual’s worked example, whose amount is unpadded', () => {
		expect(cancelReplySignatures(manual, KEY).plain).toBe(manualSignature);
	});

	it('has a second form with the amount padded to twelve digits', () => {
		expect(cancelReplySignatures(manual, KEY).padded).toBe(paddedSignature);
	});

	const cancels = REQUESTS.filter(({ kind }) => kind === 'cancel');

	it('is in all eight cancels of the vectors', () => {
		expect(cancels).toHaveLength(8);
		expect(cancels.every(({ responseSignature }) => responseSignature)).toBe(true);
	});

	it.each(cancels.map((vector) => [vector.fields.TID, vector] as const))(
		'of %s is the vector’s in both forms',
		(tid, { fields, mid, merchantKey, responseSignature }) => {
			const signed = { tid: tid ?? '', mid, amount: Number(fields.CancelAmt) };
			expect(cancelReplySignatures(signed, merchantKey)).toEqual({
				plain: responseSignature?.plainAmount,
				padded: responseSignature?.paddedAmount,
			});
			const formOf = (signature = '') => findSignedAmount(signature, signed, merchantKey);
			expect(formOf(responseSignature?.plainAmount)).toBe('plain');
			expect(formOf(responseSignature?.paddedAmount)).toBe('padded');
		},
	);

	it('is accepted in both forms, and in capitals', () => {
		expect(findSignedAmount(manualSignature, manual, KEY)).toBe('plain');
		expect(findSignedAmount(paddedSignature, manual, KEY)).toBe('padded');
		expect(findSignedAmount(manualSignature.toUpperCase(), manual, KEY)).toBe('plain');
	});

	it.each([
		['absent', ''],
		['cut short', manualSignature.slice(0, 63)],
		['too long', `${manualSignature}0`],
		['changed in its first digit', `8${manualSignature.slice(1)}`],
		['changed in its last digit', `${manualSignature.slice(0, 63)}e`],
		['both forms in a row', manualSignature + paddedSignature],
	])('is refused when it is %s', (_what, signature) => {
		expect(findSignedAmount(signature, manual, KEY)).toBeUndefined();
	});

	it.each([
		['TID', { ...manual, tid: 'nicepay00m01012006221311045108' }],
		['MID', { ...manual, mid: 'nicepay01m' }],
		['amount', { ...manual, amount: 1005 }],
	])('is refused for another %s', (_what, other) => {
		expect(findSignedAmount(manualSignature, other, KEY)).toBeUndefined();
		expect(findSignedAmount(paddedSignature, other, KEY)).toBeUndefined();
	});

	it('is refused under another key', () => {
		expect(findSignedAmount(manualSignature, manual, `${KEY} `)).toBeUndefined();
		expect(findSignedAmount(paddedSignature, manual, '')).toBeUndefined();
	});
});

describe('Comparing secrets', () => {
	it('finds equal what is equal', () => {
		expect(equalInConstantTime(KEY, `${KEY}`)).toBe(true);
		expect(equalInConstantTime('', '')).toBe(true);
		expect(equalInConstantTime('키', '키')).toBe(true);
	});

	it.each([
		['another case', 'abc', 'abC'],
		['another length', 'abc', 'abcd'],
		['nothing', 'abc', ''],
		['a prefix', 'abc', 'ab'],
		['a space at the end', 'abc', 'abc '],
	])('tells %s apart without throwing', (_what, left, right) => {
		expect(equalInConstantTime(left, right)).toBe(false);
		expect(equalInConstantTime(right, left)).toBe(false);
	});
});
