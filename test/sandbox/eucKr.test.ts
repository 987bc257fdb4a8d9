import { isEucKr, readEucKr, writeEucKr } from '../../sandbox/eucKr';
import vectors from '../vectors/euc-kr.json';

const characterOf = (name: string) => String.fromCodePoint(Number.parseInt(name.slice(2), 16));

describe('EUC-KR of the sandbox', () => {
	it('reads and writes what the JDK does', () => {
		for (const [name, hex] of Object.entries(vectors.encodable)) {
			expect(readEucKr(Buffer.from(hex, 'hex'))).toEqual({ text: characterOf(name) });
			expect(writeEucKr(characterOf(name)).toString('hex')).toBe(hex);
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

	it('knows what it cannot carry', () => {
		expect(['가 a', '㉾', '똠', '₩', '😀'].map(isEucKr)).toEqual([true, true, false, false, false]);
	});
});
