import { openEditorWorld } from '../stories/openEditorWorld';
import { importExamples } from '../stories/workflows/imported';
import type { Part } from '../Part';

/** The example workflows, imported by hand into an n8n that nobody has set up. */
export const imports: Part = {
	name: 'imports',
	title: 'Example workflows, imported in the editor',
	run: async (context) => {
		const { world, editor } = await openEditorWorld(context);
		await importExamples(world, editor);
	},
};
