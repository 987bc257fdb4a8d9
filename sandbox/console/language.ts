import type { IncomingHttpHeaders } from 'node:http';

export const LANGUAGES = ['en', 'ko'] as const;

export type Language = (typeof LANGUAGES)[number];

const COOKIE = 'nicepay-sandbox-language';
const YEAR_SECONDS = 365 * 24 * 60 * 60;

const findLanguage = (tag: unknown): Language | undefined =>
	LANGUAGES.find((language) => language === tag);

/** The language chosen with the switch, or else the first that the browser asks for. */
export function readLanguage(headers: IncomingHttpHeaders, lang?: unknown): Language {
	const [, chosen] = new RegExp(`(?:^|;\\s*)${COOKIE}=(\\w+)`).exec(headers.cookie ?? '') ?? [];
	const preferred = () => readAcceptLanguage(headers['accept-language'] ?? '');
	return findLanguage(lang) ?? findLanguage(chosen) ?? preferred() ?? 'en';
}

/** The best known language of, for example, `ko-KR,ko;q=0.9,en;q=0.8`. */
function readAcceptLanguage(header: string): Language | undefined {
	const wishes = header.split(',').map((wish) => {
		const [tag = '', ...parameters] = wish.trim().split(';');
		const weight = parameters.map((text) => /^\s*q=([\d.]+)/.exec(text)?.[1]).find(Boolean);
		return { language: findLanguage(tag.toLowerCase().split('-')[0]), weight: Number(weight ?? 1) };
	});
	return wishes
		.filter(({ language, weight }) => language && weight > 0)
		.sort((a, b) => b.weight - a.weight)[0]?.language;
}

/** The cookie that remembers a choice, or `undefined` if `lang` is not a language. */
export function languageCookie(lang: unknown): string | undefined {
	const language = findLanguage(lang);
	return language && `${COOKIE}=${language}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`;
}
