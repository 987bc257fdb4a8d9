import type { Part } from '../Part';
import { browser } from './browser';
import { console } from './console';
import { docker } from './docker';
import { imports } from './imports';
import { queue } from './queue';
import { n8n1, oldest, server } from './server';
import { start } from './start';
import { workflows } from './workflows';

/** In the order they run. */
export const parts: readonly Part[] = [
	server,
	workflows,
	browser,
	imports,
	console,
	start,
	queue,
	n8n1,
	oldest,
	docker,
];
