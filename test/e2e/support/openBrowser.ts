import { type BrowserContext, chromium, selectors } from 'playwright-core';

import { installDebianPackages } from './installDebianPackages';
import { N8nClient } from './N8nClient';

export const SIZE = { width: 1280, height: 800 } as const;

/** Debian's Chromium with nothing that would reach out to the network by itself. */
const ARGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Opens a browser in which the owner of an n8n is logged in. @returns it, with what closes it */
export async function openBrowser(
	client: N8nClient,
): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
	await installDebianPackages('chromium', 'fonts-noto-cjk');
	selectors.setTestIdAttribute('data-test-id');
	const browser = await chromium.launch({
		executablePath: process.env['CHROMIUM'] || '/usr/bin/chromium',
		args: ARGS,
		handleSIGINT: false,
		handleSIGTERM: false,
	});
	const context = await browser.newContext({
		viewport: SIZE,
		locale: 'en-US',
		timezoneId: 'Asia/Seoul',
		baseURL: client.url,
	});
	context.setDefaultTimeout(20_000);
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);

	const page = await context.newPage();
	await page.goto('/signin');
	await page.locator('input[type=email]').fill(N8nClient.owner.email);
	await page.locator('input[type=password]').fill(N8nClient.owner.password);
	await page.getByTestId('form-submit-button').click();
	await page.waitForURL(/\/(home|workflows?|workflow)/);
	await page.close();
	return { context, close: async () => await browser.close() };
}
