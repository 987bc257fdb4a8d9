import { foldName, toPlainText, wholeDigits } from './lenientText';
import { showsKorean } from './showsKorean';
import banks from './tables/banks.json';

/** A bank or other institution in NICEPAY's bank code table. */
export interface Bank {
	/** Three digits. */
	readonly code: string;
	readonly nameKo: string;
	readonly nameEn: string;
	/** Whether this bank can issue virtual accounts; `unclear` where NICEPAY's tables disagree. */
	readonly virtualAccount: 'yes' | 'no' | 'unclear';
	/** Whether refunds can be paid to this bank; `unclear` where NICEPAY's tables disagree. */
	readonly refundAccount: 'yes' | 'no' | 'unclear';
	/**
	 * Short, former and other usual names, with `, ` between them. One that several banks have fits them
	 * all. Source: common use.
	 */
	readonly aliases: string;
}

/** NICEPAY's bank codes (은행코드), sorted by code. Source: the code tables NICEPAY publishes. */
export const BANKS = banks as readonly Bank[];

/** Banks that can issue virtual accounts. The merchant's contract decides which of them it can use. */
export const issuableBanks = (): readonly Bank[] =>
	BANKS.filter(({ virtualAccount }) => virtualAccount === 'yes');

/** Banks and securities firms that one of NICEPAY's tables has for refunds. */
export const refundBanks = (): readonly Bank[] =>
	BANKS.filter(({ refundAccount }) => refundAccount !== 'no');

/** Whether it is a securities firm (증권사), not a bank. Source: the codes of the table start with 2. */
export const isSecuritiesFirm = ({ code }: Bank): boolean => code.startsWith('2');

const bilingualLabel = ({ code, nameEn, nameKo }: Bank): string => `${nameEn} (${nameKo}, ${code})`;
const englishLabel = ({ code, nameEn }: Bank): string => `${nameEn} (${code})`;

/** A bank with its code, as the editor lists it. */
export const bankLabel = showsKorean ? bilingualLabel : englishLabel;

/**
 * Finds the banks that a text names: by name, code, or both, as people and spreadsheets write them
 * (`국민`, `KB Kookmin Bank`, `4`, `004 국민은행`). Case, spaces and punctuation do not matter.
 *
 * @returns none where a part of the text names no bank, or two parts name different ones; several for a
 *   name that several have
 */
export function findBanks(text: string): readonly Bank[] {
	if (text.length > LONGEST) return [];
	const plain = toPlainText(text).replace(COMPANY, '').trim();
	const code = wholeDigits(plain);
	if (code !== undefined) return byCode(code);
	const whole = byName(plain);
	if (whole.length > 0) return whole;
	const parts = plain
		.split(PART)
		.map((part) => part.trim())
		.filter(Boolean);
	const named = parts.map((part) => (/^\d+$/.test(part) ? byCode(part) : byName(part)));
	const [first = [], ...others] = named;
	return first.filter((bank) => others.every((found) => found.includes(bank)));
}

/** Nobody writes a longer one. */
const LONGEST = 100;
const COMPANY = /㈜|\(주\)|주식회사/;

/** Between a code and a name, or a name and another in parentheses. */
const PART = /[()[\],/:|]|(?<=^\d{1,3})[\s.-]*(?=\D)|(?<=\D)[\s.-]*(?=\d{1,3}$)/;

/** @param code one to three digits: spreadsheets drop the zeros in front */
const byCode = (code: string): readonly Bank[] =>
	BANKS.filter((bank) => bank.code === code.padStart(3, '0'));

let cachedNames: ReadonlyMap<string, readonly Bank[]> | undefined;

const byName = (name: string): readonly Bank[] => {
	cachedNames ??= indexNames();
	return cachedNames.get(foldName(name)) ?? [];
};

function indexNames(): ReadonlyMap<string, readonly Bank[]> {
	const index = new Map<string, Bank[]>();
	for (const bank of BANKS) {
		const { nameKo, nameEn, aliases } = bank;
		const names = [nameKo, nameEn, ...aliases.split(', ')];
		const labels = [bilingualLabel(bank), englishLabel(bank)];
		const spellings = [...names, ...names.map(withoutParentheses), ...labels];
		for (const name of new Set(spellings.map(foldName).filter(Boolean))) {
			index.set(name, [...(index.get(name) ?? []), bank]);
		}
	}
	return index;
}

const withoutParentheses = (name: string): string => name.replace(/\(.*?\)/g, '');
