import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A test authority, and a key and certificate that it issued for a server on this machine. */
export interface Certificates {
	/** PEM file, for NODE_EXTRA_CA_CERTS. */
	readonly authorityFile: string;
	readonly key: string;
	readonly certificate: string;
	/** Deletes the files. */
	remove(): void;
}

const EXTENSIONS = `[server]
subjectAltName = IP:127.0.0.1, DNS:localhost
basicConstraints = CA:false
extendedKeyUsage = serverAuth
`;

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** Makes new certificates with the `openssl` command, valid for a day. */
export function makeCertificates(): Certificates {
	const folder = mkdtempSync(path.join(tmpdir(), 'nicepay-bench-'));
	const openssl = (...args: string[]) =>
		execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
	const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');

	writeFileSync(path.join(folder, 'extensions'), EXTENSIONS);
	openssl(
		...['req', '-x509', ...newKey, '-days', '1', '-subj', '/CN=Test authority'],
		...['-keyout', 'authority.key', '-out', 'authority.pem'],
	);
	openssl(
		...['req', ...newKey, '-subj', '/CN=localhost'],
		...['-keyout', 'server.key', '-out', 'server.csr'],
	);
	openssl(
		...['x509', '-req', '-in', 'server.csr', '-CA', 'authority.pem', '-CAkey', 'authority.key'],
		...['-set_serial', '1', '-days', '1', '-extfile', 'extensions', '-extensions', 'server'],
		...['-out', 'server.pem'],
	);
	return {
		authorityFile: path.join(folder, 'authority.pem'),
		key: read('server.key'),
		certificate: read('server.pem'),
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}
