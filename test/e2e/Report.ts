import { inspect } from 'node:util';

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Counts checks and prints each as it ends. */
export class Report {
	passed = 0;
	failed = 0;
	/** What to do at once when a check fails, such as to keep what can be seen. */
	onFailure: (checkNumber: number) => Promise<void> | void = () => undefined;

	/** Runs one check. What it returns is printed beside its name: counts and the like. */
	async check(name: string, body: () => Promise<string | void> | string | void): Promise<void> {
		const start = Date.now();
		try {
			const evidence = await body();
			this.passed++;
			console.log(`  ✓ ${name} (${[evidence, seconds(start)].filter(Boolean).join(', ')})`);
		} catch (error) {
			this.failed++;
			await this.onFailure(this.passed + this.failed);
			console.log(`  ✗ ${name} (${seconds(start)}) [check ${this.passed + this.failed}]`);
			console.log(indent(error instanceof Error ? (error.stack ?? error.message) : inspect(error)));
		}
	}

	/** Runs a group of checks. Where one of its preparations fails, the rest of it is one failure. */
	async group(title: string, body: () => Promise<void>): Promise<void> {
		console.log(`\n${title}`);
		const start = Date.now();
		const before = this.passed + this.failed;
		try {
			await body();
		} catch (error) {
			this.failed++;
			console.log(`  ✗ ${title}: not finished`);
			console.log(indent(error instanceof Error ? (error.stack ?? error.message) : inspect(error)));
		}
		console.log(`  ${this.passed + this.failed - before} checks in ${seconds(start)}`);
	}

	note(text: string): void {
		console.log(`  · ${text}`);
	}
}

const indent = (text: string): string => text.replace(/^/gm, '      ');
