import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** The folder of the bulk build, which `npm run build` makes. */
export const BULK = path.resolve(__dirname, '..');
/** The folder of the verified build, which {@link buildVerified} makes. */
export const VERIFIED = path.join(BULK, 'build/bench/verified');

/** Makes the verified build, without touching the bulk one. */
export function buildVerified(): void {
	mkdirSync(VERIFIED, { recursive: true });
	copyFileSync(path.join(BULK, 'package.json'), path.join(VERIFIED, 'package.json'));
	execFileSync(process.execPath, ['node_modules/gulp/bin/gulp.js', '--silent', 'package'], {
		cwd: BULK,
		env: { ...process.env, BUILD: 'verified', BUILD_DIR: VERIFIED },
	});
}
