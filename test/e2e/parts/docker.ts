import { EngineUnavailable } from '../docker/Engine';
import { openStack } from '../docker/openStack';
import { inContainers } from '../stories/docker';
import type { Part } from '../Part';

/** What `docker/` makes: the image, and everything that compose starts. */
export const docker: Part = {
	name: 'docker',
	title: 'Docker Compose',
	run: async (context) => {
		try {
			await inContainers(await openStack(context));
		} catch (error) {
			if (!(error instanceof EngineUnavailable)) throw error;
			context.report.note(`SKIPPED, no Docker engine runs here: ${error.message}`);
		}
	},
};
