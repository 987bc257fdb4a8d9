import { X509Certificate } from 'node:crypto';

/**
 * Whether a certificate, whose authority has been checked already, was made out to this server: what
 * Node does by itself, for those who put a function of their own in the place of Node's.
 *
 * @param hostname of the URL, an IPv6 address in its brackets
 * @param raw the certificate in DER
 * @returns the error to end the handshake with, if it was not
 */
export function checkServerIdentity(hostname: string, raw: Uint8Array): Error | undefined {
	const certificate = new X509Certificate(raw);
	const address = /^\[(.+)\]$/.exec(hostname)?.[1] ?? (IPV4.test(hostname) ? hostname : undefined);
	const isItsOwn = address ? certificate.checkIP(address) : certificate.checkHost(hostname);
	if (isItsOwn) return undefined;
	const names = certificate.subjectAltName ?? certificate.subject;
	return Object.assign(new Error(`The certificate is not for ${hostname}, but for ${names}`), {
		code: 'ERR_TLS_CERT_ALTNAME_INVALID',
	});
}

const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
