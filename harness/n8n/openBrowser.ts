import { type BrowserContext, chromium, selectors } from 'playwright-core';

import { installDebianPackages } from './installDebianPackages';
import { N8nClient } from './N8nClient';

export type { BrowserContext, Locator, Page } from 'playwright-core';

export const SIZE = { width: 1280, height: 800 };

/** Keeps Chromium from using the network on its own. */
const ARGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** An open browser. */
export interface OpenBrowser {
	readonly context: BrowserContext;
	readonly close: () => Promise<void>;
}

/** Opens Debian's Chromium. @param baseURL the base of relative URLs */
export async function openBrowser(baseURL: string, size = SIZE): Promise<OpenBrowser> {
	await installDebianPackages('chromium', 'fonts-noto-cjk');
	selectors.setTestIdAttribute('data-test-id');
	const browser = await chromium.launch({
		executablePath: process.env['CHROMIUM'] || '/usr/bin/chromium',
		args: ARGS,
		handleSIGINT: false,
		handleSIGTERM: false,
	});
	const context = await browser.newContext({
		viewport: size,
		locale: 'en-US',
		timezoneId: 'Asia/Seoul',
		// n8n's forms ignore “HeadlessChrome”, because they take it for a bot.
		userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
		baseURL,
	});
	context.setDefaultTimeout(20_000);
	return { context, close: async () => await browser.close() };
}

/** Opens a browser and logs in to n8n as its owner. */
export async function openEditor(client: N8nClient): Promise<OpenBrowser> {
	const browser = await openBrowser(client.url);
	await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const page = await browser.context.newPage();
	await page.goto('/signin');
	await page.locator('input[type=email]').fill(N8nClient.owner.email);
	await page.locator('input[type=password]').fill(N8nClient.owner.password);
	await page.getByTestId('form-submit-button').click();
	await page.waitForURL(/\/(home|workflows?|workflow)/);
	await page.close();
	return browser;
}
