export const LANGUAGES = ['en', 'ko'] as const;

export type Language = (typeof LANGUAGES)[number];

const COOKIE = 'nicepay-sandbox-language';
const YEAR_SECONDS = 365 * 24 * 60 * 60;

const known = (tag: unknown): Language | undefined =>
	LANGUAGES.find((language) => language === tag);

interface Wishes {
	/** `lang` in the URL. */
	readonly lang?: unknown;
	readonly cookie?: string;
	readonly acceptLanguage?: string;
}

/** The language a person chose with the switch, else the first that the browser asks for. */
export function languageOf({ lang, cookie = '', acceptLanguage = '' }: Wishes): Language {
	const [, chosen] = new RegExp(`(?:^|;\\s*)${COOKIE}=(\\w+)`).exec(cookie) ?? [];
	return known(lang) ?? known(chosen) ?? preferred(acceptLanguage) ?? 'en';
}

/** The best of `ko-KR,ko;q=0.9,en;q=0.8`. */
function preferred(acceptLanguage: string): Language | undefined {
	const wishes = acceptLanguage.split(',').map((wish) => {
		const [tag = '', ...parameters] = wish.trim().split(';');
		const weight = parameters.map((text) => /^\s*q=([\d.]+)/.exec(text)?.[1]).find(Boolean);
		return { language: known(tag.toLowerCase().split('-')[0]), weight: Number(weight ?? 1) };
	});
	return wishes
		.filter(({ language, weight }) => language && weight > 0)
		.sort((a, b) => b.weight - a.weight)[0]?.language;
}

/** The cookie that keeps a choice, or `undefined` when `lang` is none. */
export function languageCookie(lang: unknown): string | undefined {
	const language = known(lang);
	return language && `${COOKIE}=${language}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`;
}
