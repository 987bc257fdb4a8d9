import path from 'node:path';

import { Editor } from '../../../harness/n8n/Editor';
import { openEditor } from '../../../harness/n8n/openBrowser';
import type { Part } from '../Part';
import { openWorld } from '../stories/openWorld';
import { importExamples } from '../stories/workflows/imported';

/** The example workflows, imported by hand into an n8n that nobody has set up. */
export const imports: Part = {
	name: 'imports',
	title: 'Example workflows, imported in the editor',
	run: async (context) => {
		const { report, cleanup, folder } = context;
		const world = await openWorld(context, {
			release: 'n8n',
			userFolder: path.join(folder, 'n8n'),
			// n8n's default.
			env: { GENERIC_TIMEZONE: 'America/New_York' },
		});
		const { context: tabs, close } = await openEditor(world.client);
		cleanup.add(close);
		const editor = new Editor(await tabs.newPage());
		report.onFailure = async (number) => {
			await editor.page.screenshot({ path: path.join(folder, `failed-${number}.png`) });
		};
		cleanup.add(() => {
			report.onFailure = () => undefined;
		});
		await importExamples(world, editor);
	},
};
