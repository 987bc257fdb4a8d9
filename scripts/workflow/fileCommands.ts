import { readFileSync } from 'node:fs';

/** Reads what a step wrote to GITHUB_OUTPUT or GITHUB_ENV: `name=value`, or `name<<END`, lines, `END`. */
export function readFileCommands(file: string): Record<string, string> {
	const values: Record<string, string> = {};
	const lines = readFileSync(file, 'utf8').split('\n');
	for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
		if (line === '') continue;
		const [, name = '', mark, rest = ''] = /^([^=<]+)(=|<<)(.*)$/.exec(line) ?? [];
		const end = mark === '<<' ? lines.indexOf(rest) : 0;
		if (!mark || end < 0) throw new Error(`GITHUB_OUTPUT or GITHUB_ENV cannot be read at: ${line}`);
		values[name] =
			mark === '='
				? rest
				: lines
						.splice(0, end + 1)
						.slice(0, -1)
						.join('\n');
	}
	return values;
}
