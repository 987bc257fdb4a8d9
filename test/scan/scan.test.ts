import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.resolve(__dirname, '../..');

it('n8n’s scan finds nothing but what undici brings', async () => {
	const { stdout } = await promisify(execFile)(process.execPath, ['scripts/scan.mjs'], {
		cwd: ROOT,
		env: { ...process.env, FORCE_COLOR: '0' },
	});
	const rowOf = (name: string) => stdout.split('\n').find((line) => line.includes(`│ ${name}`));
	expect(rowOf('source')).toMatch(/'passes' +│ 0 +│ 0 /);
	expect(rowOf('tarball, verified build')).toMatch(/'passes' +│ 0 +│ 0 +│ 0 /);
	expect(rowOf('tarball, ordinary build')).toMatch(/'refused' +│ \d+ +│ 0 +│ 0 /);
}, 180_000);
