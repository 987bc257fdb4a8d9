/** Markup whose every variable part has been escaped: only the tag `html` makes it. */
export type Html = EscapedHtml;

/** What may stand in a template: text is escaped, markup and lists of it are taken as they are. */
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

/** A template that escapes what is put into it. Attributes must stand in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
	return new EscapedHtml(
		strings.map((text, index) => (index === 0 ? '' : render(parts[index - 1])) + text).join(''),
	);
}
