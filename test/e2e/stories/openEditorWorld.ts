import path from 'node:path';

import { Editor } from '../../../harness/n8n/Editor';
import { openEditor } from '../../../harness/n8n/openBrowser';
import type { PartContext } from '../Part';
import { openWorld } from './openWorld';
import type { World } from './World';

/** An n8n that nobody has set up, and its editor in a browser. A check that fails leaves a screenshot. */
export async function openEditorWorld(
	context: PartContext,
): Promise<{ world: World; editor: Editor }> {
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
	return { world, editor };
}
