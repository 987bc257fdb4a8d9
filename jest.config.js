const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
	globalSetup: '<rootDir>/harness/jest/buildPackage.js',
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	testMatch: ['**/*.test.ts'],
	transform: { '\\.[mc]?[jt]s$': ['@swc/jest', { jsc: { target: 'es2022' } }] },
	// p-limit and its queue are published as ES modules only.
	transformIgnorePatterns: ['/node_modules/(?!(p-limit|yocto-queue)/)', '<rootDir>/dist/'],
	testTimeout: 30_000,
	// Much of a run is waiting for replies that are late or never come.
	maxWorkers: Math.max(3, availableParallelism() - 1),
};
