import { logProgress } from '../../../../nodes/Nicepay/run/progressLog';

describe('The progress of a long batch', () => {
	it('is logged about every ten seconds, and not at all for a short one', () => {
		const lines: string[] = [];
		let now = 0;
		const countDone = logProgress(
			(line) => lines.push(line),
			'issued',
			3_000,
			() => now,
		);
		for (let done = 1; done <= 3_000; done++) {
			now += 12;
			countDone();
		}
		expect(lines).toEqual([
			'NICEPAY: 834 of 3,000 issued',
			'NICEPAY: 1,668 of 3,000 issued',
			'NICEPAY: 2,502 of 3,000 issued',
		]);
	});
});
