import { everythingInPlace } from '../stories/start';
import type { Part } from '../Part';

/** `npm start`, as the README has it. */
export const start: Part = {
	name: 'start',
	title: 'npm start',
	run: everythingInPlace,
};
