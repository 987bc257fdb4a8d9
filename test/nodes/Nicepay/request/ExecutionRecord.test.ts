import type { IDataObject } from 'n8n-workflow';

import { ExecutionRecord, toFingerprint } from '../../../../nodes/Nicepay/request/ExecutionRecord';

describe('the fingerprint of an item', () => {
	it('is the same for the same request in the same place, and short', () => {
		const identity = ['issue', 'A', '', '1004'];
		expect(toFingerprint(identity, 3)).toBe(toFingerprint([...identity], 3));
		expect(toFingerprint(identity, 3)).toMatch(/^[\w-]{22}$/);
	});

	it.each<[what: string, identity: string[], itemIndex: number]>([
		['place', ['issue', 'A', '', '1004'], 1],
		['operation', ['cancel', 'A', '', '1004'], 0],
		['order', ['issue', 'B', '', '1004'], 0],
		['TID', ['issue', 'A', 'x', '1004'], 0],
		['amount', ['issue', 'A', '', '1005'], 0],
		['border between two parts', ['issue', 'A1', '', '004'], 0],
	])('is another for another %s', (_, identity, itemIndex) => {
		expect(toFingerprint(identity, itemIndex)).not.toBe(
			toFingerprint(['issue', 'A', '', '1004'], 0),
		);
	});
});

const SENT = { orderId: 'A', tid: 't' };

describe('the record of an execution', () => {
	it('keeps what it is told in the context it is given, where the next run finds it', () => {
		const context: IDataObject = { mine: 1 };
		new ExecutionRecord(context, 0).setDone('a', { itemIndex: 0, json: { n: 1 }, sent: SENT });
		new ExecutionRecord(context, 0).setUnknown('b', {
			tid: 't',
			why: { reason: 'timeout' },
			sentWith: 'nicepay00m https://webapi.nicepay.co.kr',
		});
		const stored = JSON.parse(JSON.stringify(context)) as IDataObject;
		const next = new ExecutionRecord(stored, 0);
		expect(next.get('a')).toEqual({
			state: 'done',
			round: 0,
			itemIndex: 0,
			json: { n: 1 },
			sent: SENT,
		});
		expect(next.get('b')).toEqual({
			state: 'unknown',
			round: 0,
			tid: 't',
			why: { reason: 'timeout' },
			sentWith: 'nicepay00m https://webapi.nicepay.co.kr',
		});
		next.forgetDone();
		expect(next.get('a')).toBeUndefined();
		expect(next.get('b')).toMatchObject({ tid: 't' });
		next.forget('b');
		next.forgetDone();
		expect(stored).toEqual({ mine: 1 });
	});

	it('holds what is done for its round of a loop only, and what is unknown for all', () => {
		const context: IDataObject = {};
		const first = new ExecutionRecord(context, 0);
		first.setDone('a', { itemIndex: 0, json: { n: 1 }, sent: SENT });
		first.setUnknown('b', { tid: 't', why: { reason: 'timeout' }, sentWith: 'x' });
		expect(new ExecutionRecord(context, 0).get('a')).toMatchObject({ state: 'done' });
		const second = new ExecutionRecord(context, 1);
		expect(second.get('a')).toBeUndefined();
		expect(second.get('b')).toMatchObject({ state: 'unknown', tid: 't' });
	});

	it('does not grow with the rounds of a loop', () => {
		const context: IDataObject = {};
		for (let round = 0; round < 40; round++) {
			const record = new ExecutionRecord(context, round);
			for (let item = 0; item < 10; item++)
				record.setDone(`${round} ${item}`, { itemIndex: item, json: { n: item }, sent: SENT });
		}
		expect(Object.keys(Object.values(context)[0] ?? {})).toHaveLength(10);
	});

	it('is empty at first, and may be told to forget what it never knew', () => {
		const record = new ExecutionRecord({}, 0);
		expect(record.get('a')).toBeUndefined();
		expect(() => record.forget('a')).not.toThrow();
	});
});
