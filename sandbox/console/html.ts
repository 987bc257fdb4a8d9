/** Markup in which every variable part has been escaped. Only the tag `html` makes it. */
export type Html = EscapedHtml;

/** What a template may contain: text is escaped, markup and lists of it are kept. */
export type Part = Html | string | number | null | undefined | false | readonly Part[];

class EscapedHtml {
	constructor(private readonly markup: string) {}

	toString(): string {
		return this.markup;
	}
}

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

const escapeText = (text: string) => text.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);

function render(part: Part): string {
	if (part === null || part === undefined || part === false) return '';
	if (part instanceof EscapedHtml) return part.toString();
	if (typeof part === 'object') return part.map(render).join('');
	return escapeText(String(part));
}

/** A template that escapes its values. Attributes must be in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
	return new EscapedHtml(
		strings.map((text, index) => (index === 0 ? '' : render(parts[index - 1])) + text).join(''),
	);
}
