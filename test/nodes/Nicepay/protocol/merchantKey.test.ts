import { isSameKey, withoutKey } from '../../../../nodes/Nicepay/protocol/merchantKey';
import { KEY } from './vectors';

describe('the merchant key in what NICEPAY sends', () => {
	it('goes with its field, alone or within a text, as a name or a value', () => {
		const fields = {
			TID: 't',
			MerchantKey: KEY,
			Note: `a${KEY}b`,
			[KEY]: '',
			Spaces: KEY.replaceAll('+', ' '),
		};
		expect(withoutKey(fields, KEY)).toEqual({ TID: 't' });
	});

	it('goes alone where it is so short that a text may contain it by chance', () => {
		const fields = { MOID: 'test-1', PayMethod: 'VBANK', MerchantKey: 'test' };
		expect(withoutKey(fields, 'test')).toEqual({ MOID: 'test-1', PayMethod: 'VBANK' });
	});

	it('goes with a text that contains it from 20 characters on', () => {
		const key = 'k'.repeat(20);
		expect(withoutKey({ Note: `a${key}` }, key)).toEqual({});
		expect(withoutKey({ Note: `a${key}` }, key.slice(1))).toEqual({ Note: `a${key}` });
	});

	it('is the same when its + came as a space, or not at all at its ends', () => {
		expect(isSameKey('+a+b+', 'a b')).toBe(true);
		expect(isSameKey('+a+b+', 'ab')).toBe(false);
		expect(isSameKey(KEY.replaceAll('+', ' '), KEY)).toBe(true);
		expect(isSameKey(`${KEY}x`, KEY)).toBe(false);
	});
});
