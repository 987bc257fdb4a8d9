import fc from 'fast-check';

import {
	BANKS,
	bankLabel,
	findBanks,
	issuableBanks,
	refundBanks,
} from '../../../../nodes/Nicepay/protocol/banks';

const codesOf = (text: string) => findBanks(text).map(({ code }) => code);

describe('The bank codes', () => {
	it('are the 74 of NICEPAY’s table, in order, each once', () => {
		const codes = BANKS.map(({ code }) => code);
		expect(codes).toHaveLength(74);
		expect(new Set(codes).size).toBe(74);
		expect(codes).toEqual([...codes].sort());
	});

	it('are three digits with a Korean and an English name, and other names', () => {
		for (const bank of BANKS) {
			expect(bank).toEqual({
				code: expect.stringMatching(/^\d{3}$/),
				nameKo: expect.stringMatching(/\S/),
				nameEn: expect.stringMatching(/^[ -~]+$/),
				virtualAccount: expect.stringMatching(/^(yes|no|unclear)$/),
				refundAccount: expect.stringMatching(/^(yes|no|unclear)$/),
				aliases: expect.stringMatching(/^([가-힣A-Za-z& ]+(, |$))*$/),
			});
		}
	});

	it('of banks that issue virtual accounts are the twelve in every table', () => {
		expect(issuableBanks().map(({ code }) => code)).toEqual(
			'003 004 011 020 023 031 032 034 071 081 088 089'.split(' '),
		);
	});

	it('of banks that take refunds are all but those that no table has for refunds', () => {
		const not = BANKS.filter((bank) => !refundBanks().includes(bank)).map(({ code }) => code);
		expect(not).toEqual('001 008 076 077 093 094 095 099'.split(' '));
	});
});

describe('A bank is found', () => {
	it('by its own names and its label, with or without its code', () => {
		for (const bank of BANKS) {
			const { code, nameKo, nameEn } = bank;
			const texts = [
				...[code, String(Number(code)), `${Number(code)}.0`, nameKo, nameEn, bankLabel(bank)],
				...[`${code} ${nameKo}`, `${nameKo}(${code})`, `[${code}] ${nameKo}`, `${nameKo}-${code}`],
			];
			expect(texts.map(codesOf)).toEqual(texts.map(() => [code]));
		}
	});

	it.each([
		['국민', '004'],
		['KB국민', '004'],
		['KB', '004'],
		['kb 국민 은행', '004'],
		['ＫＢ국민은행', '004'],
		['국민은행'.normalize('NFD'), '004'],
		['KB Kookmin Bank (국민은행, 004)', '004'],
		['국민/KB', '004'],
		['농협', '011'],
		['NH농협', '011'],
		['단위농협', '012'],
		['카뱅', '090'],
		['토스', '092'],
		['케뱅', '089'],
		['새마을금고', '045'],
		['MG새마을금고', '045'],
		['신협', '048'],
		['우체국', '071'],
		['수협', '007'],
		['SC제일은행', '023'],
		['제일', '023'],
		['씨티', '027'],
		['제주', '035'],
		['전북', '037'],
		['광주', '034'],
		['저축은행', '050'],
		['산림조합', '064'],
		['신한', '088'],
		['신한투자증권', '278'],
		['하나', '081'],
		['KEB하나은행', '081'],
		['외환은행', '005'],
		['대구은행', '031'],
		['iM뱅크', '031'],
		['기업', '003'],
		['IBK', '003'],
		['산업은행', '002'],
		['우리', '020'],
		['woori bank', '020'],
		['KB증권', '218'],
		['유안타증권', '209'],
		['NH투자증권', '247'],
		['키움', '264'],
	])('by what people write: %s is %s', (text, code) => {
		expect(codesOf(text)).toEqual([code]);
	});

	it.each([
		'',
		'은행',
		'가나은행',
		'국민은',
		'0088',
		'-4',
		'4.5',
		'999',
		'국민은행 088',
		'004 신한',
	])('in no way by “%s”', (text) => {
		expect(codesOf(text)).toEqual([]);
	});

	it.each([
		['NH증권', ['247', '289']],
		['미래에셋', ['230', '238']],
		['KEB', ['005', '081']],
	])('more than once by “%s”', (text, codes) => {
		expect(codesOf(text)).toEqual(codes);
	});

	it('by each alias, and only those that are listed twice are two banks’', () => {
		const aliases = BANKS.flatMap(({ code, aliases: names }) =>
			names
				.split(', ')
				.filter(Boolean)
				.map((name) => [name, code]),
		);
		for (const [name = '', code] of aliases) expect(codesOf(name)).toContain(code);
		const shared = new Set(
			aliases.map(([name]) => name).filter((name = '') => codesOf(name).length > 1),
		);
		expect([...shared].sort()).toEqual(
			['KEB', 'Mirae Asset', 'NH Investment', 'NH Securities', 'NH증권', '미래에셋'].sort(),
		);
	});

	const letters = (name: string) => name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
	const namesOf = ({ nameKo, nameEn, aliases }: (typeof BANKS)[number]) =>
		[nameKo, nameEn, ...aliases.split(', ')].filter(Boolean);
	const anyName = fc.constantFrom(...BANKS.flatMap(namesOf));

	it('whatever spaces and signs stand between the letters of its name', () => {
		const gaps = fc.array(fc.constantFrom('', ' ', '.', '-', '\u3000'), { minLength: 60 });
		fc.assert(
			fc.property(anyName, gaps, fc.boolean(), (name, between, isUpper) => {
				const spelled = [...name].map((letter, at) => letter + (between[at] ?? '')).join('');
				const text = isUpper ? spelled.toUpperCase() : spelled.toLowerCase();
				expect(codesOf(text)).toEqual(codesOf(name));
			}),
		);
	});

	it('and not by a name that has lost or got a letter, unless another bank has that one', () => {
		const change = fc.record({ at: fc.nat(40), letter: fc.constantFrom('', '가', '은', 'x') });
		fc.assert(
			fc.property(anyName, change, (name, { at, letter }) => {
				const place = at % name.length;
				const changed = name.slice(0, place) + letter + name.slice(place + 1);
				const right = BANKS.filter((bank) =>
					[...namesOf(bank), ...namesOf(bank).map((each) => each.replace(/\(.*?\)/g, ''))].some(
						(each) => letters(each) === letters(changed),
					),
				);
				// In two parts, each of which names a bank, it must be the same.
				if (!/[()/]/.test(changed)) expect(findBanks(changed)).toEqual(right);
			}),
			{ numRuns: 2_000 },
		);
	});
});
