import { X509Certificate } from 'node:crypto';

import { checkServerIdentity } from '../../../../nodes/Nicepay/transport/serverIdentity';
import { makeCertificates } from '../../../../harness/certificates';

let raw: Uint8Array;
beforeAll(() => {
	const certificates = makeCertificates();
	raw = new X509Certificate(certificates.cert).raw;
	certificates.remove();
});

it.each(['pg.nicepay.test', 'PG.NicePay.test', 'localhost', '127.0.0.1', '[::1]'])(
	'accepts %s, which the certificate names',
	(hostname) => expect(checkServerIdentity(hostname, raw)).toBeUndefined(),
);

it.each([
	'nicepay.test',
	'a.b.nicepay.test',
	'nicepay.test.example',
	'localhost.example',
	'Test server',
	'127.0.0.2',
	'[::2]',
	'',
])('refuses “%s”, which it does not', (hostname) => {
	expect(checkServerIdentity(hostname, raw)).toMatchObject({
		code: 'ERR_TLS_CERT_ALTNAME_INVALID',
	});
});
