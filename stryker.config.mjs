/**
 * Mutation testing: `npm run mutate`, and docs/testing.md.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
	mutate: [
		'nodes/Nicepay/protocol/**/*.ts',
		'nodes/Nicepay/request/**/*.ts',
		// One line that joins the source of TIDs to the clock.
		'!nodes/Nicepay/request/tids.ts',
	],
	plugins: ['@stryker-mutator/jest-runner'],
	testRunner: 'jest',
	jest: { configFile: 'harness/jest/mutation.config.js' },
	coverageAnalysis: 'perTest',
	// Tables and constants are made when a file is loaded: each would cost a run of all tests.
	ignoreStatic: true,
	concurrency: 2,
	// `npm run mutate -- --incremental` runs again only what has changed.
	incrementalFile: 'build/mutation/incremental.json',
	ignorePatterns: ['/build', '/dist', '/docs', '/demo', '/bench', '/workflows', '/icons'],
	tempDirName: 'build/stryker',
	reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
	clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false },
	htmlReporter: { fileName: 'build/mutation/index.html' },
	jsonReporter: { fileName: 'build/mutation/mutation.json' },
	thresholds: { high: 95, low: 90, break: 90 },
};
