import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { inEnglish } from './inEnglish.cjs';

const here = fileURLToPath(new URL('..', import.meta.url));
const GULP = path.join(here, 'node_modules/gulp/bin/gulp.js');
/** What npm publishes besides `dist`. */
const BESIDE_DIST = ['package.json', 'README.md', 'LICENSE'];

/**
 * Builds and packs the package, without touching its `dist`. The README that npm shows is in English alone.
 *
 * @param {'verified' | 'bulk'} build verified: what npm carries. bulk: with undici, for self-hosted n8n; its
 *   version ends in `+bulk`
 * @param {string} folder where the tarball goes; made if missing
 * @param {string} root the package's folder
 * @returns {string} the tarball: `n8n-nodes-nicepay-<version>.tgz` or `n8n-nodes-nicepay-bulk-<version>.tgz`
 */
export function packBuild(build, folder, root = here) {
	const stage = mkdtempSync(path.join(tmpdir(), 'nicepay-pack-'));
	try {
		for (const file of BESIDE_DIST) copyFileSync(path.join(root, file), path.join(stage, file));
		rewrite(path.join(stage, 'README.md'), (text) =>
			inEnglish(text).replace('[한국어]', '[Korean]'),
		);
		const manifest = path.join(stage, 'package.json');
		const { name, version } = JSON.parse(readFileSync(manifest, 'utf8'));
		if (build === 'bulk') {
			// Leaves the rest of the file as it is written.
			const [from, to] = [version, `${version}+bulk`].map((each) => `"version": "${each}"`);
			rewrite(manifest, (text) => text.replace(from, to));
		}
		const env = { BUILD: build, BUILD_DIR: stage };
		run(process.execPath, [GULP, '--silent', 'package'], { cwd: root, env });
		const packed = run('npm', ['pack', '--json'], { cwd: stage });
		const [{ filename }] = JSON.parse(packed);
		mkdirSync(folder, { recursive: true });
		const stem = build === 'bulk' ? `${name}-bulk` : name;
		const tarball = path.resolve(folder, `${stem}-${version}.tgz`);
		copyFileSync(path.join(stage, filename), tarball);
		return tarball;
	} finally {
		rmSync(stage, { recursive: true, force: true });
	}
}

/** Unpacks a tarball into `folder`. @returns the package as it would be installed */
export function unpack(tarball, folder) {
	mkdirSync(folder, { recursive: true });
	run('tar', ['-xzf', path.resolve(tarball), '-C', folder], { cwd: folder });
	return path.join(folder, 'package');
}

const rewrite = (file, change) => writeFileSync(file, change(readFileSync(file, 'utf8')));

function run(command, args, { cwd, env }) {
	const shell = process.platform === 'win32' && command === 'npm';
	const options = { cwd, env: { ...process.env, ...env }, encoding: 'utf8', shell };
	const { status, stdout, stderr, error } = spawnSync(command, args, options);
	if (status !== 0) throw error ?? new Error(`${command} ${args.join(' ')}:\n${stdout}${stderr}`);
	return stdout;
}
