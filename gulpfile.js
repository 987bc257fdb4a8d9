const path = require('node:path');
const { spawn } = require('node:child_process');
const { mkdir, readdir, readFile, rm, writeFile } = require('node:fs/promises');
const { dest, parallel, series, src, watch } = require('gulp');
const esbuild = require('esbuild');
const { inEnglish } = require('./scripts/inEnglish.cjs');

/** What n8n loads. */
const published = [
	'nodes/Nicepay/Nicepay.node.ts',
	'nodes/Nicepay/NicepayTrigger.node.ts',
	'credentials/NicepayApi.credentials.ts',
];

/**
 * What the published files share at run time, one file each, loaded when first needed: the source of
 * TIDs and the connections are one for the process, and iconv-lite, Luxon and undici are large.
 */
const shared = [
	'nodes/Nicepay/operations/depositDeadline.ts',
	'nodes/Nicepay/request/tids.ts',
	'nodes/Nicepay/protocol/charset.ts',
	'nodes/Nicepay/protocol/lenientJson.ts',
	'nodes/Nicepay/protocol/resultCodes.ts',
];

const transport = 'nodes/Nicepay/transport';

const withoutKorean = {
	name: 'without-korean',
	setup(build) {
		build.onLoad({ filter: /[\\/](nodes|credentials)[\\/].*\.ts$/ }, async ({ path: file }) => ({
			contents: inEnglish(await readFile(file, 'utf8')),
			loader: 'ts',
		}));
	},
};

/** Where the build goes: the package's own `dist`, or that of a folder named in BUILD_DIR. */
const out = path.join(process.env.BUILD_DIR ?? '.', 'dist');

/**
 * The two builds. The verified build is what npm carries: n8n verifies no package that contains undici or
 * shows another language than English. It sends its requests by n8n's own helper, and n8n's scan
 * (`npm run scan`) finds nothing in it. The bulk build sends by undici, and adds Korean terms.
 */
const builds = {
	bulk: { shared: [...shared, `${transport}/undiciTransport.ts`], swaps: {}, plugins: [] },
	verified: {
		shared,
		swaps: Object.fromEntries(
			[`${transport}/openTransport`, 'nodes/Nicepay/protocol/showsKorean'].map((file) => [
				`${file}.ts`,
				`${file}.verified.ts`,
			]),
		),
		plugins: [withoutKorean],
	},
};

/**
 * A module that loads the built `file` once one of its exports is used. n8n loads every community
 * node at start; most executions need none of them.
 */
async function lazily(source, file) {
	const { metafile } = await esbuild.build({
		entryPoints: [source],
		bundle: true,
		write: false,
		metafile: true,
		platform: 'node',
		format: 'esm',
		packages: 'external',
		outfile: 'exports.js',
	});
	const [{ exports }] = Object.values(metafile.outputs);
	const getters = exports.map((name) => `get ${name}() { return load().${name}; },`);
	return [
		'let loaded;',
		`const load = () => (loaded ??= require(${JSON.stringify(file)}));`,
		`module.exports = { ${getters.join(' ')} };`,
	].join('\n');
}

/** Loads shared files lazily from the file each is built to, and swaps files. */
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
			const file = relative.startsWith('.') ? relative : `./${relative}`;
			return { path: file, namespace: 'shared', pluginData: target };
		});
		build.onResolve({ filter: /.*/, namespace: 'shared' }, ({ path: file }) => ({
			path: file,
			external: true,
		}));
		build.onLoad({ filter: /.*/, namespace: 'shared' }, async ({ path: file, pluginData }) => ({
			contents: await lazily(pluginData, file),
		}));
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

/** Bundles `entry`. @returns the libraries that are in it */
async function bundle(entry, variant) {
	const { metafile } = await esbuild.build({
		entryPoints: [entry],
		outfile: path.join(out, entry.replace(/\.ts$/, '.js')),
		bundle: true,
		platform: 'node',
		target: 'node20.19',
		format: 'cjs',
		external: ['n8n-workflow'],
		plugins: [followVariant(variant), iconvForKorean, ...variant.plugins],
		// Libraries may not write to n8n's log.
		drop: ['console'],
		metafile: true,
		logLevel: 'warning',
	});
	const libraries = Object.keys(metafile.inputs).map(
		(file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1],
	);
	return libraries.filter(Boolean);
}

/** momoa brings none of its own, but has this one. */
const apacheLicence = require.resolve('typescript/LICENSE.txt');

/** Writes down the licences of the libraries that are bundled: each wants its own to go along. */
async function writeLicences(libraries) {
	const texts = [...new Set(libraries)].sort().map(async (library) => {
		const folder = path.join('node_modules', library);
		const { version, license } = JSON.parse(await readFile(path.join(folder, 'package.json')));
		const own = (await readdir(folder)).find((name) => /^licen[cs]e/i.test(name));
		if (!own && license !== 'Apache-2.0') throw new Error(`${library} brings no licence`);
		const text = await readFile(own ? path.join(folder, own) : apacheLicence, 'utf8');
		return `${library} ${version} (${license})\n\n${text.trim()}\n`;
	});
	await mkdir(out, { recursive: true });
	const text = (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
	await writeFile(path.join(out, 'THIRD-PARTY-LICENSES.txt'), text);
}

const types = () =>
	spawn(process.execPath, [require.resolve('typescript/bin/tsc')], { stdio: 'inherit' });

const clean = () => rm(out, { recursive: true, force: true });

const icons = () => src('icons/*.svg').pipe(dest(path.join(out, 'icons')));

const codex = () => src('nodes/**/*.node.json', { base: '.' }).pipe(dest(out));

/** Everything that n8n loads, without a type check: under a second. */
function packageOf(variant) {
	const bundles = async () => {
		const entries = [...published, ...variant.shared];
		const libraries = await Promise.all(entries.map((entry) => bundle(entry, variant)));
		await writeLicences(libraries.flat());
	};
	return parallel(bundles, icons, codex);
}

const build = series(types, clean, packageOf(builds.bulk));

exports.build = build;
exports['build:verified'] = series(types, clean, packageOf(builds.verified));
// Without a type check, for Jest and for packing: `BUILD=verified` makes the verified build.
exports.package = packageOf(builds[process.env.BUILD || 'bulk']);
exports.default = build;
exports.watch = series(build, () => watch(['nodes/**', 'credentials/**', 'icons/**'], build));
