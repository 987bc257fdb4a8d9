import {
	cancelReplySignatures,
	equalInConstantTime,
	signData,
	findSignedAmount,
} from '../../../../nodes/Nicepay/protocol/signature';
import { CANCEL, ENDPOINTS, ISSUE, STATUS } from '../../../../nodes/Nicepay/protocol/messageTables';
import { KEY, MID, REQUEST_ROWS, REQUESTS } from './vectors';

const TID = 'nicepay00m03012601021504050001';
const EDI_DATE = '20260102150405';

describe('SignData', () => {
	it('of an issue hashes MID, amount, time, order and key', () => {
		const fields = { TID, MID, EdiDate: EDI_DATE, Moid: 'ORDER-1', Amt: '1004', GoodsName: '꽃' };
		expect(signData(ISSUE, fields, KEY)).toBe(
			'8fc8c8f65bb56e6d5c4e6e63a626d59e4b4c0ce691c216d2e1fade305d2b4f37',
		);
	});

	it('of a cancel hashes MID, amount, time and key, but neither TID nor order', () => {
		const fields = { TID, MID, EdiDate: EDI_DATE, Moid: 'ORDER-1', CancelAmt: '1004' };
		const expected = '431601c5a3aee596fc684b42ec55d52323fe20d0d1b8b22f28258d1172ccd8b6';
		expect(signData(CANCEL, fields, KEY)).toBe(expected);
		expect(signData(CANCEL, { ...fields, TID: 'other', Moid: 'other' }, KEY)).toBe(expected);
	});

	it('of a status query hashes TID, MID, time and key', () => {
		expect(signData(STATUS, { MID, EdiDate: EDI_DATE, TID }, KEY)).toBe(
			'b36f9454d28d2814e14f0f1399339eca54963c810fb0c7e1ea063c5a002b0fc6',
		);
	});

	it('hashes the UTF-8 bytes of text beyond ASCII', () => {
		const fields = { MID, EdiDate: EDI_DATE, Moid: '주문', Amt: '1004' };
		expect(signData(ISSUE, fields, '키')).toBe(
			'da11d6b85671cd99b19e62093c69a6eb7ff0309ab4f5684999fbfa72e2c63c34',
		);
	});

	it('hashes the very string of the amount', () => {
		const fields = { MID, EdiDate: EDI_DATE, CancelAmt: '1004' };
		expect(signData(CANCEL, { ...fields, CancelAmt: '000000001004' }, KEY)).not.toBe(
			signData(CANCEL, fields, KEY),
		);
	});

	it.each(REQUEST_ROWS)('of %s is the vector’s', (_name, { kind, fields, merchantKey }) => {
		expect(signData(ENDPOINTS[kind], fields, merchantKey)).toBe(fields.SignData);
	});
});

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
