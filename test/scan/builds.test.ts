import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import iconv from 'iconv-lite';

import type * as Charset from '../../nodes/Nicepay/protocol/charset';

const ROOT = path.resolve(__dirname, '../..');
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Builds into a folder of its own. @returns the folder's `dist` */
function build(variant: 'bulk' | 'verified'): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'nicepay-build-'));
	folders.push(folder);
	execFileSync(process.execPath, ['node_modules/gulp/bin/gulp.js', '--silent', 'package'], {
		cwd: ROOT,
		env: { ...process.env, BUILD: variant, BUILD_DIR: folder },
	});
	return path.join(folder, 'dist');
}

const filesOf = (dist: string) =>
	readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => /\.\w+$/.test(file));

const textOf = (dist: string) =>
	filesOf(dist)
		.filter((file) => file.endsWith('.js'))
		.map((file) => readFileSync(path.join(dist, file), 'utf8'))
		.join('\n');

const [bulk, verified] = [build('bulk'), build('verified')];

it('the builds differ in one file: the adapter over undici', () => {
	const inVerified = new Set(filesOf(verified));
	expect(filesOf(bulk).filter((file) => !inVerified.has(file))).toEqual([
		path.join('nodes', 'Nicepay', 'transport', 'undiciTransport.js'),
	]);
	expect(filesOf(bulk)).toHaveLength(inVerified.size + 1);
});

it('the verified build has nothing of undici, the bulk one nothing of the other adapter', () => {
	expect(textOf(verified)).not.toMatch(/undici/i);
	expect(textOf(verified)).toMatch(/function helpersTransport/);
	expect(textOf(bulk)).not.toMatch(/helpersTransport/);
});

it('the iconv-lite that is bundled reads every two bytes as the whole one does', async () => {
	const charset = (await import(
		path.join(verified, 'nodes/Nicepay/protocol/charset.js')
	)) as typeof Charset;
	const differing: string[] = [];
	for (let lead = 0x00; lead <= 0xff; lead++) {
		for (let trail = 0x00; trail <= 0xff; trail++) {
			const bytes = Buffer.from([lead, trail]);
			if (bytes.equals(Buffer.from([0xa2, 0xe8]))) continue; // the postal mark, which is ours
			if (charset.decodeEucKr(bytes) !== iconv.decode(bytes, 'cp949'))
				differing.push(bytes.toString('hex'));
		}
	}
	expect(differing).toEqual([]);
	expect(charset.encodeEucKr('가상계좌').toString('hex')).toBe('b0a1bbf3b0e8c1c2');
});
