import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** What `${{ … }}` can name: `github`, `matrix`, `steps` … */
export type Contexts = Readonly<Record<string, unknown>>;

/** GitHub takes an unknown property for an empty text. Here it would hide what we do not imitate. */
class KnownProperties extends data.Dictionary {
	override get(key: string): data.ExpressionData {
		const value = super.get(key);
		if (value === undefined) throw new Error(`“${key}” is not known here`);
		return value;
	}
}

const toData = (contexts: Contexts): data.Dictionary =>
	JSON.parse(JSON.stringify(contexts), (key, value: unknown) => {
		const converted = data.reviver(key, value) as data.ExpressionData;
		// A step sets what outputs it likes: missing ones are empty, as at GitHub.
		return converted instanceof data.Dictionary && key !== 'outputs'
			? new KnownProperties(...converted.pairs())
			: converted;
	}) as data.Dictionary;

/** Nothing runs after a step has failed, so these are constants. */
const STATUS = { success: true, failure: false, always: true, cancelled: false };

const functions = new Map(
	Object.entries(STATUS).map(([name, value]) => [
		name,
		{ name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) },
	]),
);

function evaluate(expression: string, contexts: Contexts): data.ExpressionData {
	try {
		const { tokens } = new Lexer(expression).lex();
		const parsed = new Parser(tokens, Object.keys(contexts), [...functions.values()]).parse();
		return new Evaluator(parsed, toData(contexts), functions).evaluate();
	} catch (error) {
		throw new Error(`$\{{ ${expression} }}: ${error instanceof Error ? error.message : error}`);
	}
}

/** Replaces every `${{ … }}` of a text. */
export const fillIn = (text: unknown, contexts: Contexts): string =>
	String(text).replace(/\$\{\{(.+?)\}\}/gs, (_, expression: string) =>
		evaluate(expression.trim(), contexts).coerceString(),
	);

/** Fills in all values of a map, such as `env` or `with`. */
export const fillInAll = (map: Contexts = {}, contexts: Contexts): Record<string, string> =>
	Object.fromEntries(Object.entries(map).map(([key, value]) => [key, fillIn(value, contexts)]));

/** Whether `if: …` holds; an absent one does. */
export function holds(condition: string | undefined, contexts: Contexts): boolean {
	if (condition === undefined) return true;
	const expression = condition.replace(/^\$\{\{(.*)\}\}$/s, '$1').trim();
	return evaluate(`!!(${expression})`, contexts).coerceString() === 'true';
}
