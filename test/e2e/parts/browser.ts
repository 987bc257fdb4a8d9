import path from 'node:path';

import { findTheNode, listen, runIt, setItUp, showExamples } from '../stories/editor';
import { openEditorWorld } from '../stories/openEditorWorld';
import { Album } from '../../../harness/n8n/Album';
import type { Part } from '../Part';

/** What a person sees and does in the editor; its pictures are those of the README. */
export const browser: Part = {
	name: 'browser',
	title: 'n8n’s editor in Chromium',
	run: async (context) => {
		const { report } = context;
		const { world, editor } = await openEditorWorld(context);
		const album = new Album(path.resolve('docs/images'));
		await report.group('Find the node', async () => await findTheNode(world, editor, album));
		await report.group('Set it up', async () => await setItUp(world, editor, album));
		await report.group('Run it', async () => await runIt(world, editor, album));
		await report.group('Look at the examples', async () => {
			await showExamples(world, editor, album);
		});
		await report.group('Listen', async () => await listen(world, editor, album));
	},
};
