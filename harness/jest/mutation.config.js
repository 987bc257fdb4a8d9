const everyTest = require('../../jest.config');

/** The tests that Stryker runs for each mutant: quick ones that import the source, not the build. */
module.exports = {
	...everyTest,
	rootDir: '../..',
	globalSetup: undefined,
	testMatch: ['<rootDir>/test/nodes/Nicepay/{protocol,request}/**/*.test.ts'],
	// It runs the build in processes of its own.
	testPathIgnorePatterns: ['/node_modules/', 'request/tids.test.ts'],
};
