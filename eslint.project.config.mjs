/**
 * Our own lint rules. n8n's rules for what it loads are in `eslint.config.mjs`, which n8n verifies a package
 * with only if nothing is added to it.
 */
import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** What each folder of the node may not import: data flows one way (docs/architecture.md). */
const layers = [
	{
		folder: 'protocol',
		forbidden: ['transport', 'request', 'credential', 'operations', 'failures', 'run', 'trigger'],
	},
	{
		folder: 'transport',
		forbidden: ['protocol', 'request', 'credential', 'operations', 'failures', 'run', 'trigger'],
	},
	{ folder: 'request', forbidden: ['credential', 'operations', 'failures', 'run', 'trigger'] },
	{ folder: 'credential', forbidden: ['transport', 'operations', 'failures', 'run', 'trigger'] },
	{ folder: 'operations', forbidden: ['transport', 'credential', 'failures', 'run', 'trigger'] },
	{ folder: 'failures', forbidden: ['transport', 'credential', 'run', 'trigger'] },
	{ folder: 'run', forbidden: ['trigger'] },
	{ folder: 'trigger', forbidden: ['operations', 'failures', 'run'] },
].map(({ folder, forbidden }) => ({
	files: [`nodes/Nicepay/${folder}/**/*.ts`],
	rules: {
		'no-restricted-imports': [
			'error',
			{
				patterns: [
					...forbidden.map((other) => ({
						group: [`**/${other}`, `**/${other}/**`],
						message: `${folder}/ may not import ${other}/`,
					})),
					...(folder === 'protocol'
						? [
								{
									group: ['n8n-workflow', 'n8n-core', 'undici', 'luxon'],
									message: 'protocol/ knows neither n8n nor the network',
								},
							]
						: []),
				],
			},
		],
	},
}));

export default tseslint.config(
	{ ignores: ['dist', 'build', 'coverage', 'node_modules', 'harness/n8n/releases'] },
	{
		files: ['**/*.ts'],
		extends: [js.configs.recommended, tseslint.configs.recommended],
		plugins: { 'import-x': importX },
		settings: {
			'import-x/extensions': ['.ts'],
			'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
			'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.json'] })],
		},
		rules: {
			'import-x/no-cycle': 'error',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
		},
	},
	...layers,
);
