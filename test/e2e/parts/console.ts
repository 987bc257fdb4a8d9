import { createServer } from 'node:http';
import path from 'node:path';

import { Sandbox } from '../../../sandbox/Sandbox';
import { checkConsole, fillConsole } from '../stories/console';
import { Album } from '../../../harness/n8n/Album';
import { freePort } from '../../../harness/n8n/freePort';
import { openBrowser } from '../../../harness/n8n/openBrowser';
import type { Part } from '../Part';

const SIZE = { width: 1280, height: 900 };

/** The sandbox's web page, used as a person does. */
export const console: Part = {
	name: 'console',
	title: 'The sandbox’s console in Chromium',
	run: async ({ report, cleanup }) => {
		const sandbox = new Sandbox();
		const url = await sandbox.listen({ port: 0 });
		cleanup.add(async () => await sandbox.close());
		const { context, close } = await openBrowser(url, SIZE);
		cleanup.add(close);
		const hook = createServer((request, response) => {
			response.end(request.url === '/' ? 'OK' : 'busy');
		});
		const hookPort = await freePort();
		await new Promise<void>((resolve) => hook.listen(hookPort, '127.0.0.1', resolve));
		cleanup.add(() => void hook.close());

		const page = await context.newPage();
		await report.check('shows an office’s day', async () => {
			await fillConsole(url, `http://127.0.0.1:${hookPort}`);
			await page.goto('/?lang=en');
			await page.getByText('Not accepted').first().waitFor();
			await new Album(path.resolve('docs/images')).take(page, 'sandbox-console');
		});
		await page.goto('about:blank');
		for (const colorScheme of ['light', 'dark'] as const) {
			await report.check(
				`can be used by mouse and by keyboard alone (${colorScheme})`,
				async () => {
					await page.emulateMedia({ colorScheme });
					await checkConsole(page, url);
				},
			);
		}
	},
};
