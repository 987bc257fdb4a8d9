import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import {
	signRequestOptions,
	UnsignableRequestError,
} from '../../../../nodes/Nicepay/credential/signRequestOptions';
import { parseForm } from '../../../../nodes/Nicepay/protocol/form';
import { ENDPOINTS } from '../../../../nodes/Nicepay/protocol/messageFields';
import { sha256 } from '../../../sandbox/support';
import { KEY, MID } from '../support';

const BASE = 'https://webapi.nicepay.co.kr';
const ISSUE = '/webapi/get_vacount.jsp';
const CANCEL = '/webapi/cancel_process.jsp';
const STATUS = '/webapi/inquery/trans_status.jsp';
const NOW = new Date('2026-01-01T12:34:56+09:00');
const TID = `${MID}03012601011200000042`;

const credential = { mid: MID, merchantKey: KEY, baseUrl: BASE };

const sign = async (options: object, data: IDataObject = credential) =>
	await signRequestOptions(data as never, options as IHttpRequestOptions, () => NOW);

const fieldsOf = ({ body }: IHttpRequestOptions) =>
	Object.fromEntries(parseForm(Buffer.from(String(body), 'latin1')));

describe('signing a request of any node', () => {
	const issue = { Moid: 'A-1', Amt: 1004, GoodsName: '한글 상품', BankCode: '004' };
	const signed = {
		TID: expect.stringMatching(new RegExp(`^${MID}0301\\d{16}$`)) as string,
		MID,
		EdiDate: '20260101123456',
		Moid: 'A-1',
		Amt: '1004',
		GoodsName: '한글 상품',
		SignData: sha256(`${MID}100420260101123456A-1${KEY}`),
		BankCode: '004',
		CharSet: 'utf-8',
	};

	it.each<[string, object]>([
		['{ baseURL, url, body }', { baseURL: BASE, url: ISSUE, body: issue, method: 'POST' }],
		['{ baseURL/, url, body }', { baseURL: `${BASE}/`, url: ISSUE, body: issue }],
		['{ url, body }', { url: BASE + ISSUE, body: issue, method: 'POST', json: true }],
		['{ url } without a host', { url: ISSUE, body: issue }],
		[
			'{ uri, form }',
			{
				uri: BASE + ISSUE,
				form: issue,
				method: 'POST',
				encoding: null,
				json: false,
				useStream: true,
			},
		],
		[
			'text',
			{
				url: BASE + ISSUE,
				body: 'Moid=A-1&Amt=1004&GoodsName=%ED%95%9C%EA%B8%80+상품&BankCode=004',
			},
		],
		[
			'bytes',
			{
				url: BASE + ISSUE,
				body: Buffer.from('Moid=A-1&Amt=1004&GoodsName=한글 상품&BankCode=004'),
			},
		],
		[
			'URLSearchParams',
			{ url: BASE + ISSUE, body: new URLSearchParams({ ...issue, Amt: '1004' }) },
		],
	])('takes %s', async (_, options) => {
		const request = await sign(options);
		expect(fieldsOf(request)).toEqual(signed);
		expect(String(request.body)).toMatch(/^[\x21-\x7e]+$/);
		expect(request).toMatchObject({
			method: 'POST',
			json: false,
			headers: { 'content-type': 'application/x-www-form-urlencoded; charset=euc-kr' },
		});
		expect(request).not.toHaveProperty('form');
	});

	it('keeps what else the request has, and its headers but the content type', async () => {
		const request = await sign({
			uri: BASE + STATUS,
			form: { TID },
			encoding: null,
			useStream: true,
			headers: { 'Content-Type': 'application/json', 'X-Trace': '1' },
		});
		expect(request).toMatchObject({ encoding: null, useStream: true, uri: BASE + STATUS });
		expect(request.headers).toEqual({
			'content-type': 'application/x-www-form-urlencoded; charset=euc-kr',
			'X-Trace': '1',
		});
	});

	it('follows no redirect, whatever the request says: it would take the signed form along', async () => {
		const request = await sign({
			uri: BASE + STATUS,
			form: { TID },
			followRedirect: true,
			followAllRedirects: true,
			maxRedirects: 21,
		});
		expect(request).toMatchObject({
			followRedirect: false,
			followAllRedirects: false,
			disableFollowRedirect: true,
			maxRedirects: 0,
		});
	});

	it('does not change the options it is given', async () => {
		const options = { url: BASE + ISSUE, body: { ...issue }, headers: { a: '1' } };
		const before = structuredClone(options);
		await sign(options);
		expect(options).toEqual(before);
	});

	it('signs a cancel and a status by their own recipes', async () => {
		const cancel = await sign({ url: CANCEL, body: { TID, CancelAmt: '1004', Moid: 'A' } });
		expect(fieldsOf(cancel).SignData).toBe(sha256(`${MID}100420260101123456${KEY}`));
		const status = await sign({ url: STATUS, body: { TID } });
		expect(fieldsOf(status).SignData).toBe(sha256(`${TID}${MID}20260101123456${KEY}`));
	});

	it('overwrites MID, EdiDate and SignData, whatever the request says', async () => {
		const request = await sign({
			url: STATUS,
			body: { TID, MID: 'other0000m', EdiDate: '1', SignData: 'x' },
		});
		expect(fieldsOf(request)).toMatchObject({ MID, EdiDate: '20260101123456' });
		expect(fieldsOf(request).SignData).toBe(sha256(`${TID}${MID}20260101123456${KEY}`));
	});

	it('makes a TID of its own for each issue, and keeps one that is given', async () => {
		const tids = await Promise.all(
			Array.from({ length: 20 }, async () => fieldsOf(await sign({ url: ISSUE, body: issue })).TID),
		);
		expect(new Set(tids).size).toBe(20);
		const given = await sign({ url: ISSUE, body: { ...issue, TID } });
		expect(fieldsOf(given).TID).toBe(TID);
	});

	it('keeps the charset that is asked for, and fields NICEPAY may have added', async () => {
		const request = await sign({ url: STATUS, body: { TID, CharSet: 'euc-kr', New: '새 것' } });
		expect(fieldsOf(request)).toMatchObject({ CharSet: 'euc-kr', New: '새 것' });
	});

	it('normalises text and leaves empty fields out', async () => {
		const body = { ...issue, GoodsName: '한글'.normalize('NFD'), BuyerName: null, BuyerTel: '' };
		const fields = fieldsOf(await sign({ url: ISSUE, body }));
		expect(fields.GoodsName).toBe('한글');
		expect(fields).not.toHaveProperty('BuyerName');
		expect(fields).not.toHaveProperty('BuyerTel');
	});

	describe('is refused', () => {
		it('for an endpoint it has no recipe for, and names those it has', async () => {
			const refusal = sign({ url: `${BASE}/webapi/pay_process.jsp`, body: { TID } });
			await expect(refusal).rejects.toThrow(UnsignableRequestError);
			for (const { path } of Object.values(ENDPOINTS)) await expect(refusal).rejects.toThrow(path);
			await expect(refusal).rejects.toThrow('cannot sign /webapi/pay_process.jsp');
		});

		it.each<[string, object, string]>([
			[
				'for a foreign host',
				{ url: `https://example.com${STATUS}`, body: { TID } },
				'not to example.com',
			],
			[
				'for http to NICEPAY',
				{ url: `http://webapi.nicepay.co.kr${STATUS}`, body: { TID } },
				'not to webapi.nicepay.co.kr',
			],
			[
				'for a foreign base URL',
				{ baseURL: 'https://example.com', url: STATUS, body: { TID } },
				'example',
			],
			[
				'for GET',
				{ url: STATUS, body: { TID }, method: 'GET' },
				'accepts only POST requests; this one is GET',
			],
			['for no address', { url: 'https://', body: { TID } }, ''],
			[
				'for a multipart form',
				{ url: STATUS, body: new FormData() },
				'Choose “Form Urlencoded” or JSON, not a file or a multipart form',
			],
			['for a list', { url: STATUS, body: [{ TID }] }, 'The body must be form fields'],
			[
				'for a field that is a list',
				{ url: STATUS, body: { TID: [TID] } },
				'The field TID must be text',
			],
			[
				'for a character EUC-KR cannot carry',
				{ url: ISSUE, body: { ...issue, GoodsName: '콜라 펲시' } },
				'The field GoodsName contains “펲” (U+D3B2) at position 4',
			],
			['for a status without its TID', { url: STATUS, body: {} }, 'cannot be signed without TID'],
			[
				'for a cancel without amount and TID',
				{ url: CANCEL, body: { Moid: 'A' } },
				'cannot be signed without CancelAmt, TID',
			],
			['for an issue without its amount', { url: ISSUE, body: { Moid: 'A' } }, 'without Amt'],
			['without a body', { url: ISSUE }, 'without Amt, Moid'],
		])('%s', async (_, options, message) => {
			await expect(sign(options)).rejects.toThrow(message);
		});

		it.each([
			[{ mid: 'short' }, 'must be exactly 10 characters'],
			[{ merchantKey: '' }, 'is empty'],
			[{ baseUrl: 'http://example.com' }, 'must be an https address'],
		])('for a credential with %j', async (changes, message) => {
			await expect(
				sign({ url: STATUS, body: { TID } }, { ...credential, ...changes }),
			).rejects.toThrow(message);
		});
	});
});
