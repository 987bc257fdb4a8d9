import type { Cleanup } from '../../harness/n8n/Cleanup';
import type { Report } from './Report';

/** What a part is given to work with. */
export interface PartContext {
	/** Where checks are counted and printed. */
	readonly report: Report;
	/** What is started goes in here; the runner stops it, newest first, whatever happens. */
	readonly cleanup: Cleanup;
	/** The package as `npm pack` made it. */
	readonly tarball: string;
	/** An empty folder for the part's data and logs, left behind for those who want to look. */
	readonly folder: string;
}

/** A part of the end-to-end tests that can be run alone: `npm run test:e2e -- <name>`. */
export interface Part {
	readonly name: string;
	readonly title: string;
	readonly run: (context: PartContext) => Promise<void>;
}
