import {
	readCredential,
	maySendTo,
	NICEPAY_BASE_URL,
	UnusableCredentialError,
} from '../../../../nodes/Nicepay/credential/credential';

const credential = { mid: 'nicepay00m', merchantKey: 'a secret', baseUrl: NICEPAY_BASE_URL };

describe('the account of a credential', () => {
	it('is what the credential holds', () => {
		expect(readCredential(credential)).toEqual(credential);
	});

	it('leaves out white space that copying brought along', () => {
		expect(
			readCredential({ mid: ' nicepay00m\n', merchantKey: '\ta secret ', baseUrl: ' ' }),
		).toEqual(credential);
	});

	it.each([
		['http://127.0.0.1:7070', 'http://127.0.0.1:7070'],
		['http://localhost:7070/', 'http://localhost:7070'],
		['http://[::1]:7070', 'http://[::1]:7070'],
		['https://pg-api.nicepay.co.kr/', 'https://pg-api.nicepay.co.kr'],
		['https://gateway.example/nicepay//', 'https://gateway.example/nicepay'],
		['https://webapi.nicepay.co.kr/webapi/get_vacount.jsp', NICEPAY_BASE_URL],
		['https://webapi.nicepay.co.kr/webapi/cancel_process.jsp ', NICEPAY_BASE_URL],
		['https://webapi.nicepay.co.kr/webapi/inquery/trans_status.jsp', NICEPAY_BASE_URL],
		['https://webapi.nicepay.co.kr/webapi/', NICEPAY_BASE_URL],
		['https://gateway.example/pay/webapi/get_vacount.jsp', 'https://gateway.example/pay'],
		['http://127.0.0.1:7070/webapi/get_vacount.jsp', 'http://127.0.0.1:7070'],
		['https://gateway.example/webapi', 'https://gateway.example'],
		['https://webapi.nicepay.co.kr//WEBAPI/get_vacount.jsp', NICEPAY_BASE_URL],
	])('reads the base URL %s as %s', (baseUrl, read) => {
		expect(readCredential({ ...credential, baseUrl }).baseUrl).toBe(read);
	});

	it.each([
		[{ mid: '' }, 'must be exactly 10 characters'],
		[{ mid: 'nicepay0m' }, 'must be exactly 10 characters'],
		[{ mid: 'nicepay000m' }, 'must be exactly 10 characters'],
		[{ mid: 'nice pay0m' }, 'must be exactly 10 characters'],
		[{ mid: '나이스페이12345' }, 'must be exactly 10 characters'],
		[{ mid: 4711 }, 'must be exactly 10 characters'],
		[{ merchantKey: '' }, 'The Merchant Key in the credential is empty'],
		[{ merchantKey: '  ' }, 'The Merchant Key in the credential is empty'],
		[{ merchantKey: undefined }, 'The Merchant Key in the credential is empty'],
		[{ baseUrl: 'webapi.nicepay.co.kr' }, 'must be an https address'],
		[{ baseUrl: 'http://webapi.nicepay.co.kr' }, 'must be an https address'],
		[{ baseUrl: 'http://127.0.0.1.example.com' }, 'must be an https address'],
		[{ baseUrl: 'http://192.168.0.1' }, 'must be an https address'],
		[{ baseUrl: 'ftp://127.0.0.1' }, 'must be an https address'],
		[{ baseUrl: 'https://user:word@nicepay.co.kr' }, 'must be an https address'],
		[{ baseUrl: 'https://nicepay.co.kr?a=1' }, 'must be an https address'],
		[{ baseUrl: 5 }, 'must be an https address'],
		[{ baseUrl: {} }, 'must be an https address'],
		[{ baseUrl: false }, 'must be an https address'],
	])('refuses %j and tells the property, not its value', (changes, message) => {
		expect(() => readCredential({ ...credential, ...changes })).toThrow(UnusableCredentialError);
		expect(() => readCredential({ ...credential, ...changes })).toThrow(message);
	});
});

describe('a request signed with an account may go', () => {
	const account = readCredential({ ...credential, baseUrl: 'https://gateway.example/nicepay' });

	it.each([
		'https://gateway.example/x',
		'https://webapi.nicepay.co.kr/',
		'https://pg-api.nicepay.co.kr/',
		'https://nicepay.co.kr/',
		'http://127.0.0.1:7070/',
		'http://localhost/',
	])('to %s', (url) => expect(maySendTo(new URL(url), account)).toBe(true));

	it.each([
		'https://example.com/',
		'https://nicepay.co.kr.example.com/',
		'https://evilnicepay.co.kr/',
		'http://webapi.nicepay.co.kr/',
		'http://gateway.example/',
		'https://gateway.example:8443/',
	])('not to %s', (url) => expect(maySendTo(new URL(url), account)).toBe(false));
});
