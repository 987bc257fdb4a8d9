const path = require('node:path');
const { rm } = require('node:fs/promises');
const { dest, parallel, series, src, watch } = require('gulp');
const esbuild = require('esbuild');

/** What n8n loads. */
const published = [
	'nodes/Nicepay/Nicepay.node.ts',
	'nodes/Nicepay/NicepayTrigger.node.ts',
	'credentials/NicepayApi.credentials.ts',
];

/**
 * What the published files share at run time, one file each: the source of TIDs and the connections
 * are one for the process, and iconv-lite and undici are loaded when first needed.
 */
const shared = [
	'nodes/Nicepay/execution/tids.ts',
	'nodes/Nicepay/protocol/charset.ts',
	'nodes/Nicepay/transport/undiciTransport.ts',
];

/** Keeps imports of a shared file as `require` of the file it is built to. */
const keepShared = {
	name: 'keep-shared',
	setup(build) {
		const files = new Set(shared.map((file) => path.resolve(file)));
		build.onResolve({ filter: /^\.\.?\// }, ({ importer, path: request, resolveDir, kind }) => {
			const target = `${path.resolve(resolveDir, request)}.ts`;
			if (kind === 'entry-point' || !files.has(target)) return undefined;
			const from = path.dirname(path.relative(process.cwd(), entryOf(build)));
			const to = path.relative(process.cwd(), target).replace(/\.ts$/, '.js');
			const relative = path.relative(from, to);
			return { path: relative.startsWith('.') ? relative : `./${relative}`, external: true };
		});
	},
};

/** Each build has one entry point: the file that everything in it is bundled into. */
const entryOf = (build) => path.resolve(build.initialOptions.entryPoints[0]);

async function bundle(entry) {
	await esbuild.build({
		entryPoints: [entry],
		outfile: path.join('dist', entry.replace(/\.ts$/, '.js')),
		bundle: true,
		platform: 'node',
		target: 'node20.19',
		format: 'cjs',
		external: ['n8n-workflow'],
		plugins: [keepShared],
		// Class names are looked up by n8n and read in stacks.
		keepNames: true,
		legalComments: 'inline',
		logLevel: 'warning',
	});
}

const clean = () => rm('dist', { recursive: true, force: true });

const bundles = () => Promise.all([...published, ...shared].map(bundle));

const icons = () => src('icons/*.svg').pipe(dest('dist/icons'));

const codex = () => src('nodes/**/*.node.json', { base: '.' }).pipe(dest('dist'));

const build = series(clean, parallel(bundles, icons, codex));

exports.build = build;
exports.default = build;
exports.watch = series(build, () => watch(['nodes/**', 'credentials/**', 'icons/**'], build));
