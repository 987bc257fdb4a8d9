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
const shared = ['nodes/Nicepay/execution/tids.ts', 'nodes/Nicepay/protocol/charset.ts'];

const transport = 'nodes/Nicepay/transport';

/** Where the build goes: the package's own `dist`, or that of a folder named in BUILD_DIR. */
const out = path.join(process.env.BUILD_DIR ?? '.', 'dist');

/**
 * The two builds. n8n Cloud takes no package that contains undici: the verified build sends its
 * requests by n8n's own helper, and n8n's scan (`npm run scan`) finds nothing in it.
 */
const ordinary = { shared: [...shared, `${transport}/undiciTransport.ts`], swaps: {} };
const verified = {
	shared,
	swaps: { [`${transport}/openTransport.ts`]: `${transport}/openTransport.verified.ts` },
};

/** Keeps imports of a shared file as `require` of the file it is built to, and swaps files. */
const followVariant = (variant) => ({
	name: 'follow-variant',
	setup(build) {
		build.onResolve({ filter: /^\.\.?\// }, ({ path: request, resolveDir, kind }) => {
			const target = path.relative(process.cwd(), `${path.resolve(resolveDir, request)}.ts`);
			if (kind === 'entry-point') return undefined;
			if (target in variant.swaps) return { path: path.resolve(variant.swaps[target]) };
			if (!variant.shared.includes(target)) return undefined;
			const from = path.dirname(build.initialOptions.entryPoints[0]);
			const relative = path.relative(from, target.replace(/\.ts$/, '.js'));
			return { path: relative.startsWith('.') ? relative : `./${relative}`, external: true };
		});
	},
});

/**
 * Bundles of iconv-lite what CP949 needs. Its other encodings and its streams would only bring in
 * modules of Node that n8n's scan refuses; `safer-buffer` patches Node versions long gone.
 */
const iconvForKorean = {
	name: 'iconv-for-korean',
	setup(build) {
		const inIconv = /[\\/]node_modules[\\/]iconv-lite[\\/]/;
		const wanted = /^\.\/(dbcs-(codec|data)|tables\/cp949\.json|tables\/euc-?kr\.json)$/;
		const stub = (name) => ({ path: name, namespace: 'iconv-stub' });
		build.onResolve({ filter: /^(stream|safer-buffer)$/ }, ({ path: request, importer }) =>
			inIconv.test(importer) ? stub(request) : undefined,
		);
		build.onResolve({ filter: /^\.\// }, ({ path: request, importer }) =>
			/[\\/]iconv-lite[\\/]encodings[\\/]/.test(importer) && !wanted.test(request)
				? stub('unused encoding')
				: undefined,
		);
		build.onLoad({ filter: /.*/, namespace: 'iconv-stub' }, ({ path: name }) => ({
			contents: name === 'safer-buffer' ? 'module.exports = { Buffer };' : 'module.exports = {};',
		}));
	},
};

async function bundle(entry, variant) {
	await esbuild.build({
		entryPoints: [entry],
		outfile: path.join(out, entry.replace(/\.ts$/, '.js')),
		bundle: true,
		platform: 'node',
		target: 'node20.19',
		format: 'cjs',
		external: ['n8n-workflow'],
		plugins: [followVariant(variant), iconvForKorean],
		// Libraries may not write to n8n's log.
		drop: ['console'],
		// Class names are looked up by n8n and read in stacks.
		keepNames: true,
		legalComments: 'inline',
		logLevel: 'warning',
	});
}

const clean = () => rm(out, { recursive: true, force: true });

const icons = () => src('icons/*.svg').pipe(dest(path.join(out, 'icons')));

const codex = () => src('nodes/**/*.node.json', { base: '.' }).pipe(dest(out));

const buildOf = (variant) => {
	const bundles = () =>
		Promise.all([...published, ...variant.shared].map((entry) => bundle(entry, variant)));
	return series(clean, parallel(bundles, icons, codex));
};

const build = buildOf(ordinary);

exports.build = build;
exports['build:verified'] = buildOf(verified);
exports.default = build;
exports.watch = series(build, () => watch(['nodes/**', 'credentials/**', 'icons/**'], build));
