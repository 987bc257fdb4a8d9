/**
 * Packs the package as for a release, and prints where the tarballs are.
 *
 * Usage: node scripts/pack.mjs [folder] [build …]. By default both builds, into `build/release/`.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';

import { packBuild } from './packages.mjs';

const RELEASE = 'build/release';
const [folder = RELEASE, ...builds] = process.argv.slice(2);

if (folder === RELEASE) rmSync(folder, { recursive: true, force: true });
for (const build of builds.length > 0 ? builds : ['verified', 'bulk'])
	console.log(path.relative('.', packBuild(build, folder)));
