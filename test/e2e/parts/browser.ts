import path from 'node:path';

import { findTheNode, listen, runIt, setItUp, showExamples } from '../stories/editor';
import { openWorld } from '../stories/openWorld';
import { Album } from '../../../harness/n8n/Album';
import { Editor } from '../../../harness/n8n/Editor';
import { openEditor } from '../../../harness/n8n/openBrowser';
import type { Part } from '../Part';

/** What a person sees and does in the editor; its pictures are those of the README. */
export const browser: Part = {
	name: 'browser',
	title: 'n8n’s editor in Chromium',
	run: async (context) => {
		const { report, cleanup, folder } = context;
		const world = await openWorld(context, {
			release: 'n8n',
			userFolder: path.join(folder, 'n8n'),
			// What an n8n has that nobody has set up.
			env: { GENERIC_TIMEZONE: 'America/New_York' },
		});
		const { context: tabs, close } = await openEditor(world.client);
		cleanup.add(close);
		const editor = new Editor(await tabs.newPage());
		const album = new Album(path.resolve('docs/images'));
		report.onFailure = async (number) => {
			await editor.page.screenshot({ path: path.join(folder, `failed-${number}.png`) });
		};
		cleanup.add(() => {
			report.onFailure = () => undefined;
		});
		await report.group('Find the node', async () => await findTheNode(world, editor, album));
		await report.group('Set it up', async () => await setItUp(world, editor, album));
		await report.group('Run it', async () => await runIt(world, editor, album));
		await report.group('Look at the examples', async () => {
			await showExamples(world, editor, album);
		});
		await report.group('Listen', async () => await listen(world, editor, album));
	},
};
