import { BANKS, issuableBanks, refundBanks } from '../../../../nodes/Nicepay/protocol/banks';

describe('The bank codes', () => {
	it('are the 74 of NICEPAY’s table, in order, each once', () => {
		const codes = BANKS.map(({ code }) => code);
		expect(codes).toHaveLength(74);
		expect(new Set(codes).size).toBe(74);
		expect(codes).toEqual([...codes].sort());
	});

	it('are three digits with a Korean and an English name', () => {
		for (const bank of BANKS) {
			expect(bank).toEqual({
				code: expect.stringMatching(/^\d{3}$/),
				nameKo: expect.stringMatching(/\S/),
				nameEn: expect.stringMatching(/^[ -~]+$/),
				virtualAccount: expect.stringMatching(/^(yes|no|unclear)$/),
				refundAccount: expect.stringMatching(/^(yes|no|unclear)$/),
			});
		}
	});

	it('of banks that issue virtual accounts are the twelve in every table', () => {
		expect(issuableBanks().map(({ code }) => code)).toEqual(
			'003 004 011 020 023 031 032 034 071 081 088 089'.split(' '),
		);
	});

	it('of banks that take refunds leave out those where NICEPAY’s tables disagree', () => {
		expect(refundBanks().map(({ code }) => code)).toEqual(
			'002 003 004 007 011 012 020 023 027 031 032 034 037 039 045 048 071 081 088 089 090 092'.split(
				' ',
			),
		);
	});

	it('have the names people know them by', () => {
		const byCode = new Map(BANKS.map((bank) => [bank.code, bank]));
		expect(byCode.get('004')).toMatchObject({ nameKo: '국민은행', nameEn: 'KB Kookmin Bank' });
		expect(byCode.get('088')?.nameKo).toContain('신한');
		expect(byCode.get('020')?.nameKo).toContain('우리');
	});
});
