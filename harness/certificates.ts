import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What the server’s certificate is good for. */
const SERVER_NAMES = 'DNS:*.nicepay.test,DNS:localhost,IP:127.0.0.1,IP:::1';

/** A private authority and a certificate that it signed, for tests only. */
export interface Certificates {
	/** File for NODE_EXTRA_CA_CERTS. */
	readonly authorityFile: string;
	readonly key: string;
	readonly cert: string;
	remove(): void;
}

/** Makes an authority and a server certificate with `openssl`, in a folder of their own. */
export function makeCertificates(): Certificates {
	const folder = mkdtempSync(path.join(tmpdir(), 'nicepay-certificates-'));
	const file = (name: string) => path.join(folder, name);
	const openssl = (...args: string[]) =>
		execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
	const keyPair = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

	openssl(
		...['req', '-x509', ...keyPair, '-days', '2', '-subj', '/CN=Test authority'],
		...['-keyout', 'authority.key', '-out', 'authority.pem'],
		...['-addext', 'keyUsage=critical,keyCertSign'],
	);
	openssl(
		...['req', ...keyPair, '-subj', '/CN=Test server'],
		...['-keyout', 'server.key', '-out', 'server.csr'],
	);
	writeFileSync(
		file('extensions'),
		`subjectAltName=${SERVER_NAMES}\nextendedKeyUsage=serverAuth\n`,
	);
	openssl(
		...['x509', '-req', '-in', 'server.csr', '-days', '2', '-extfile', 'extensions'],
		...['-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial', '-out', 'server.pem'],
	);
	return {
		authorityFile: file('authority.pem'),
		key: readFileSync(file('server.key'), 'utf8'),
		cert: readFileSync(file('server.pem'), 'utf8'),
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}
