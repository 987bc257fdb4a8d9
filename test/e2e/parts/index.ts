import type { Part } from '../support/Part';
import { browser } from './browser';
import { queue } from './queue';
import { n8n1, server } from './server';
import { workflows } from './workflows';

/** In the order they run. */
export const parts: readonly Part[] = [server, workflows, browser, queue, n8n1];
