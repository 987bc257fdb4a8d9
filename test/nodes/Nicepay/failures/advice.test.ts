import { adviceFor } from '../../../../nodes/Nicepay/failures/advice';
import { findResultCode } from '../../../../nodes/Nicepay/protocol/resultCodes';
import table from '../../../../nodes/Nicepay/protocol/tables/result-codes.json';

const ENDPOINTS = ['issue', 'cancel', 'status'] as const;
const ADVICE_OTHERWISE =
	'Look the transaction up in NICEPAY’s merchant admin, or ask their support about the code.';

describe('Advice', () => {
	it.each(['2016', '2014'])(
		'on %s before a deposit does not speak of paying the customer back',
		(code) => {
			expect(adviceFor('cancel', code)).toContain(
				'If nobody paid in, nothing is left to do.'.slice(3),
			);
			expect(adviceFor('cancel', code)).not.toMatch(/refund|back/i);
			expect(adviceFor('cancel', code, true)).not.toBe(adviceFor('cancel', code));
		},
	);

	it.each([
		[
			'issue',
			'A211',
			'The Merchant ID and the merchant key in the credential do not belong together. Copy both again from NICEPAY’s merchant admin.',
		],
		[
			'issue',
			'4126',
			'Your contract with NICEPAY does not cover this: choose another bank, or ask their sales.',
		],
		['issue', 'A246', 'NICEPAY is limiting your requests. Lower Concurrency or try again later.'],
		['cancel', '2045', 'Nobody has paid in yet: cancel in full.'],
		[
			'cancel',
			'2047',
			'The customer has already paid in. Use “Refund After Deposit” with the customer’s account.',
		],
		['issue', '1652', 'A Transaction ID has exactly 30 characters.'],
		['cancel', '2011', 'Use the amount the account was issued for.'],
	] as const)('at %s for %s says what to do', (endpoint, code, advice) => {
		expect(adviceFor(endpoint, code)).toBe(advice);
	});

	it('for a duplicate warns that an earlier request may have been carried out', () => {
		for (const code of ['A225', 'A127']) {
			expect(adviceFor('issue', code)).toContain('may have been carried out');
		}
	});

	it('reads the same code by its endpoint', () => {
		expect(adviceFor('cancel', '2012')).toContain('NICEPAY does not know this Transaction ID');
		expect(adviceFor('status', '2012')).toBe(ADVICE_OTHERWISE);
	});

	it.each(['F112', '', 'constructor', '4104'])(
		'for %j, without a role, points to the admin page',
		(code) => {
			expect(adviceFor('issue', code)).toBe(ADVICE_OTHERWISE);
		},
	);

	it('is there for the role of every refusal', () => {
		const adviceless = ENDPOINTS.flatMap((endpoint) =>
			table
				.filter(
					({ stage, role, outcome }) =>
						[endpoint, 'common'].includes(stage) && role && outcome === 'failed',
				)
				.filter(({ code, stage }) => findResultCode(endpoint, code)?.stage === stage)
				.filter(({ code }) => adviceFor(endpoint, code) === ADVICE_OTHERWISE)
				.map(({ code }) => `${endpoint} ${code}`),
		);
		expect(adviceless).toEqual([]);
	});
});
