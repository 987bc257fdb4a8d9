import type { Part } from '../support/Part';
import { browser } from './browser';
import { queue } from './queue';
import { n8n1, server } from './server';

/** In the order they run. */
export const parts: readonly Part[] = [server, browser, queue, n8n1];
