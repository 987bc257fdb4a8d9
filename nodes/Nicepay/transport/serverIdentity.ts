import { X509Certificate } from 'node:crypto';

/**
 * Checks that a certificate belongs to this server. Node does this itself unless it is given a function of
 * its own, as we do. The certificate's chain has been verified before.
 *
 * @param hostname the host of the URL, with brackets around an IPv6 address
 * @param raw the certificate in DER
 * @returns the error to end the handshake with; `undefined` if the certificate is right
 */
export function checkServerIdentity(hostname: string, raw: Uint8Array): Error | undefined {
	const certificate = new X509Certificate(raw);
	const address = /^\[(.+)\]$/.exec(hostname)?.[1] ?? (IPV4.test(hostname) ? hostname : undefined);
	const isForHost = address ? certificate.checkIP(address) : certificate.checkHost(hostname);
	if (isForHost) return undefined;
	const names = certificate.subjectAltName ?? certificate.subject;
	return Object.assign(new Error(`The certificate is for ${names}, not for ${hostname}`), {
		code: 'ERR_TLS_CERT_ALTNAME_INVALID',
	});
}

const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
