import { isEucKr, readEucKr, writeEucKr } from '../../sandbox/eucKr';
import vectors from '../vectors/euc-kr.json';

const parseCodePoint = (name: string) => String.fromCodePoint(Number.parseInt(name.slice(2), 16));

describe('the sandbox’s EUC-KR', () => {
	it('reads and writes like the JDK', () => {
		for (const [name, hex] of Object.entries(vectors.encodable)) {
			expect(readEucKr(Buffer.from(hex, 'hex'))).toEqual({ text: parseCodePoint(name) });
			expect(writeEucKr(parseCodePoint(name)).toString('hex')).toBe(hex);
		}
	});

	it('finds CP949 syllables, UTF-8 and cut characters', () => {
		expect(readEucKr(Buffer.from('a18c63', 'hex')).flaw).toBeDefined();
		expect(readEucKr(Buffer.from('8c63', 'hex'))).toEqual({
			text: '똠',
			flaw: '“똠” (bytes 8C63 at offset 0) is CP949, not KS X 1001',
		});
		expect(readEucKr(Buffer.from('가', 'utf8')).flaw).toBeDefined();
		expect(readEucKr(Buffer.from('b0', 'hex'))).toEqual({
			text: '\ufffd',
			flaw: 'bytes B0 at offset 0 are not EUC-KR',
		});
	});

	it('knows which characters it lacks', () => {
		expect(['가 a', '㉾', '똠', '₩', '😀'].map(isEucKr)).toEqual([true, true, false, false, false]);
	});
});
