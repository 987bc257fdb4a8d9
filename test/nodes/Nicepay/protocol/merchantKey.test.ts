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

	it('is the same when its + came as a space', () => {
		expect(isSameKey(KEY.replaceAll('+', ' '), KEY)).toBe(true);
		expect(isSameKey(`${KEY}x`, KEY)).toBe(false);
	});
});
