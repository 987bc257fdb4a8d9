import { encodeForm } from '../../../../nodes/Nicepay/protocol/form';
import { parseKst } from '../../../../nodes/Nicepay/protocol/kst';
import { CANCEL, ENDPOINTS, ISSUE, STATUS } from '../../../../nodes/Nicepay/protocol/messageFields';
import { FILLED_IN, signData, signMessage } from '../../../../nodes/Nicepay/protocol/sign';
import { KEY, MID, REQUEST_ROWS } from './vectors';

const NOW = new Date('2026-01-02T06:04:05Z');
const MERCHANT = { mid: MID, merchantKey: KEY };
const TID = 'nicepay00m03012601021504050001';
const EDI_DATE = '20260102150405';

describe('Signing a message', () => {
	it.each(REQUEST_ROWS)('completes %s to the vector’s own fields', (_name, vector) => {
		const given = Object.fromEntries(
			Object.entries(vector.fields).filter(
				([name]) => !['MID', 'EdiDate', 'SignData'].includes(name),
			),
		);
		const now = parseKst(vector.fields.EdiDate ?? '');
		const signed = signMessage(ENDPOINTS[vector.kind], given, vector, now ?? NOW);

		const inVectorsOrder = Object.fromEntries(
			Object.keys(vector.fields).map((name) => [name, signed[name] ?? '']),
		);
		expect(encodeForm(inVectorsOrder)).toBe(vector.javaFormBody);
		const sent = Object.entries(signed).filter(([, text]) => text !== '');
		expect(Object.fromEntries(sent)).toEqual(vector.fields);
	});

	it('fills in MID, EdiDate in Korean time and SignData', () => {
		expect([...FILLED_IN].sort()).toEqual(['EdiDate', 'MID', 'SignData']);
		expect(signMessage(STATUS, { TID }, MERCHANT, NOW)).toEqual({
			TID,
			MID,
			EdiDate: '20260102150405',
			SignData: 'b36f9454d28d2814e14f0f1399339eca54963c810fb0c7e1ea063c5a002b0fc6',
			CharSet: '',
			EdiType: '',
		});
	});

	it('lets nobody bring a MID, time or signature of his own', () => {
		const forged = { TID, MID: 'nicepay01m', EdiDate: '20000101000000', SignData: '0'.repeat(64) };
		expect(signMessage(STATUS, forged, MERCHANT, NOW)).toEqual(
			signMessage(STATUS, { TID }, MERCHANT, NOW),
		);
	});

	it('puts the fields into the order of the table, and those it does not know after them', () => {
		const signed = signMessage(
			CANCEL,
			{ Extra: 'x', CancelMsg: '변심', CancelAmt: '1004', TID, Moid: 'ORDER-1', Another: 'y' },
			MERCHANT,
			NOW,
		);
		expect(Object.keys(signed)).toEqual([
			'TID',
			'MID',
			'Moid',
			'CancelAmt',
			'CancelMsg',
			'PartialCancelCode',
			'EdiDate',
			'SignData',
			'RefundAcctNo',
			'RefundBankCd',
			'RefundAcctNm',
			'MallReserved',
			'CharSet',
			'EdiType',
			'Extra',
			'Another',
		]);
		expect(signed).toMatchObject({
			Extra: 'x',
			Another: 'y',
			CancelMsg: '변심',
			PartialCancelCode: '',
		});
		expect(signed.SignData).toBe(
			'431601c5a3aee596fc684b42ec55d52323fe20d0d1b8b22f28258d1172ccd8b6',
		);
	});

	it('never adds the key, and leaves what it was given untouched', () => {
		const given = Object.freeze({ TID, Moid: 'ORDER-1', Amt: '1004' });
		const signed = signMessage(ISSUE, given, MERCHANT, NOW);
		expect(JSON.stringify(signed)).not.toContain(KEY);
		expect(given).toEqual({ TID, Moid: 'ORDER-1', Amt: '1004' });
		expect(signed.SignData).toBe(
			'8fc8c8f65bb56e6d5c4e6e63a626d59e4b4c0ce691c216d2e1fade305d2b4f37',
		);
	});
});

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
