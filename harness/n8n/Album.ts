import { mkdirSync } from 'node:fs';
import path from 'node:path';

import type { Page } from 'playwright-core';

const SETTLE = 500;

/** Screenshots for the README, each in light and dark. */
export class Album {
	constructor(private readonly folder: string) {
		mkdirSync(folder, { recursive: true });
	}

	async take(page: Page, name: string): Promise<void> {
		for (const colorScheme of ['dark', 'light'] as const) {
			await page.emulateMedia({ colorScheme });
			await page.waitForTimeout(SETTLE);
			await page.screenshot({
				path: path.join(this.folder, `${name}-${colorScheme}.png`),
				animations: 'disabled',
				caret: 'hide',
			});
		}
	}
}
