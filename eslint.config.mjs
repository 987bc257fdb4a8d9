import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const communityNodes = n8nCommunityNodesPlugin.configs.recommended;
const published = ['nodes/**/*.ts', 'credentials/**/*.ts'];

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
	{
		files: published,
		extends: [communityNodes],
		rules: { 'no-console': 'error' },
	},
	{ files: published, plugins: { 'n8n-nodes-base': n8nNodesBase } },
	{
		files: ['package.json'],
		extends: [communityNodes],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: n8nNodesBase.configs.community.rules,
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { extraFileExtensions: ['.json'] },
		},
	},
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// These contradict the community rules; n8n's own node-cli turns them off too.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
	...layers,
);
