import { mkdirSync } from 'node:fs';
import path from 'node:path';

import type { Page } from 'playwright-core';

/** How long the page takes to redraw, in milliseconds. */
const SETTLE = 500;

/** Takes screenshots for the docs, each in light and dark. */
export class Album {
	constructor(private readonly folder: string) {
		mkdirSync(folder, { recursive: true });
	}

	/** @param name of the files, without `-light.png` and `-dark.png` */
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
