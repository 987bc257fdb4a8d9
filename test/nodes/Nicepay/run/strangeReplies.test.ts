import { inspect } from 'node:util';

import { Engine } from '../../../../harness/engine/index';
import { builtPackage } from '../builtPackage';
import { openFakeNicepay } from '../fakeNicepay';
import { issuing, KEY, MID } from '../support';

/** A NICEPAY that answers an issue with what `more` adds to a plain success. */
async function openNicepay(more: object) {
	const nicepay = await openFakeNicepay(({ fields }) =>
		JSON.stringify({
			ResultCode: '4100',
			ResultMsg: '가상계좌 발급 성공',
			TID: fields.TID,
			Moid: fields.Moid,
			VbankNum: '56211105948400',
			...more,
		}),
	);
	const engine = new Engine({
		package: await builtPackage(),
		credentials: { nicepayApi: { mid: MID, merchantKey: KEY, baseUrl: nicepay.url } },
	});
	return { ...nicepay, engine };
}

describe('a reply nobody expects', () => {
	it('with a field “error” is no failed item, which n8n would send again', async () => {
		const nicepay = await openNicepay({ error: 'none' });
		const run = await nicepay.engine.runNode({
			parameters: issuing({ simplify: false }),
			items: [{ id: 'A' }],
			retryOnFail: true,
			maxTries: 3,
		});
		nicepay.close();
		expect(nicepay.requests).toHaveLength(1);
		expect(run.items[0]?.json).toMatchObject({ ResultCode: '4100', error_: 'none' });
		expect(run.items[0]?.json).not.toHaveProperty('error');
	});

	it.each([true, false])(
		'with the merchant key does not hand it on (simplify %s)',
		async (simplify) => {
			const nicepay = await openNicepay({
				MerchantKey: KEY,
				ResultMsg: `key ${KEY} accepted`,
			});
			const run = await nicepay.engine.runNode({
				parameters: issuing({ simplify }),
				items: [{ id: 'A' }],
			});
			nicepay.close();
			expect(run.items).toHaveLength(1);
			expect(inspect(run.items, { depth: 9 })).not.toContain(KEY);
		},
	);

	it('with the merchant key in a refusal does not hand it on', async () => {
		const nicepay = await openNicepay({ ResultCode: '4126', ResultMsg: `${KEY}?` });
		const run = await nicepay.engine.runNode({ parameters: issuing(), items: [{ id: 'A' }] });
		nicepay.close();
		expect(run.error?.message).toContain('4126');
		expect(inspect(run.error, { depth: 9, showHidden: true })).not.toContain(KEY);
	});
});
