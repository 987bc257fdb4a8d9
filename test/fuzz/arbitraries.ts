import fc from 'fast-check';
import iconv from 'iconv-lite';

import { AMBIGUOUS_SYLLABLES, EXAMPLE, KEY, MID } from '../nodes/Nicepay/trigger/forms';

/** How one byte of a form is written: each is one that a notification may come in. */
type Writer = (byte: number, isSafe: boolean) => string;

const hex = (byte: number) => byte.toString(16).padStart(2, '0');

const WRITERS: readonly Writer[] = [
	(byte, isSafe) => (isSafe ? String.fromCharCode(byte) : `%${hex(byte).toUpperCase()}`),
	(byte, isSafe) => (isSafe ? String.fromCharCode(byte) : `%${hex(byte)}`),
	(byte, isSafe) => (isSafe || byte > 0x7f ? String.fromCharCode(byte) : `%${hex(byte)}`),
	(byte) => `%${hex(byte)}`,
	(byte, isSafe) => (byte === 0x20 ? '+' : isSafe ? String.fromCharCode(byte) : `%${hex(byte)}`),
];

const SAFE = new Set(
	Buffer.from('*-._0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'),
);

export type Pair = readonly [name: string, text: string];

/** Writes a form with iconv-lite alone, its pieces in the styles that `styles` picks. */
export function write(pairs: readonly Pair[], styles: readonly number[]): Buffer {
	let at = 0;
	const escape = (text: string) => {
		const writer = WRITERS[(styles[at++ % styles.length] ?? 0) % WRITERS.length] as Writer;
		let written = '';
		for (const byte of iconv.encode(text, 'cp949')) written += writer(byte, SAFE.has(byte));
		return written;
	};
	const parts = pairs.map(([name, text]) => `${escape(name)}=${escape(text)}`);
	return Buffer.from(parts.join('&'), 'latin1');
}

/** What texts are made of: what escapes, what separates, Korean that is easily garbled. */
const ALPHABET: readonly string[] = [
	...' &=+%;#?"\'<>{}\\/\0\t\r\nAz09',
	'%41',
	'%C3%B6',
	'4110',
	...AMBIGUOUS_SYLLABLES,
	...'가힣홍길동ㄱㅎ한漢字、。①Ωあ',
	...'똠펲뷁쀍믜',
];

const pick = <Value>(values: readonly Value[]) =>
	fc.nat(values.length - 1).map((index) => values[index] as Value);

const text = fc.array(pick(ALPHABET), { maxLength: 8 }).map((parts) => parts.join(''));

const BASE: readonly Pair[] = Object.entries(EXAMPLE);

/** Fields that make the difference between one notification and another. */
const decisive = fc.oneof(
	fc.tuple(fc.constantFrom('MID', 'mid'), fc.constantFrom(MID, ` ${MID} `, 'another00m', '', KEY)),
	fc.tuple(fc.constant('TID'), fc.constantFrom('nicepay00m03012601011200000001', '', ' ', KEY)),
	fc.tuple(
		fc.constantFrom('MerchantKey', 'merchantkey', 'MERCHANTKEY', 'MerchantKey '),
		fc.constantFrom(
			KEY,
			KEY,
			KEY,
			` ${KEY}`,
			KEY.replaceAll('+', ' '),
			'',
			'foreign-key==',
			KEY + 'x',
		),
	),
	fc.tuple(fc.constant('ResultCode'), fc.constantFrom('4110', '4100', '3001', '4000', '2001', '')),
	fc.tuple(fc.constant('StateCd'), fc.constantFrom('0', '1', '2', '')),
	fc.tuple(fc.constant('PayMethod'), fc.constantFrom('VBANK', 'CARD', 'BANK', '')),
	fc.tuple(fc.constant('Amt'), fc.constantFrom('1', '000000001000', '9'.repeat(400), '-1', 'NaN')),
	fc.tuple(fc.constant('AuthDate'), fc.constantFrom('260230000000', '991231235959', '0', '철')),
	fc.tuple(
		fc.constantFrom('RcptTID', 'MallReserved', KEY, 'name', '__proto__'),
		fc.constantFrom(KEY, `<${KEY}>`, ''),
	),
	fc.tuple(text, fc.constantFrom(KEY, '', MID)),
);

const anyField = fc.tuple(
	fc.oneof(
		{ weight: 4, arbitrary: pick(BASE.map(([name]) => name)) },
		{ weight: 2, arbitrary: fc.nat(99).map((number) => `MallReserved${number}`) },
		{ weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', 'error', '') },
		{ weight: 1, arbitrary: text },
	),
	text,
);

/** Fields as NICEPAY might send them, in an order and a style of their own. */
export const written: fc.Arbitrary<{ pairs: readonly Pair[]; body: Buffer }> = fc
	.record({
		keep: fc.integer({ min: 0, max: BASE.length }),
		turn: fc.nat(BASE.length),
		more: fc.array(fc.oneof(anyField, anyField, decisive), { maxLength: 5 }),
		inFront: fc.boolean(),
		styles: fc.array(fc.nat(WRITERS.length - 1), { minLength: 1, maxLength: 5 }),
	})
	.map(({ keep, turn, more, inFront, styles }) => {
		const turned = [...BASE.slice(turn), ...BASE.slice(0, turn)];
		// Most keep the fields without which nothing is believed.
		const kept = keep < 4 ? turned.slice(0, keep * 4) : turned;
		const names = new Set(more.map(([name]) => name));
		const rest = turn % 2 === 0 ? kept.filter(([name]) => !names.has(name)) : kept;
		const pairs: readonly Pair[] = inFront ? [...more, ...rest] : [...rest, ...more];
		return { pairs, body: write(pairs, styles) };
	});

/** What breaks forms. */
const PIECES = [
	'&', '=', '+', '%', '%2', '%2B', '%ZZ', '%u1234', '%00', '%C3%B6', '%C3', '%B6', '\xc3\xb6', '\xa2\xe8', '\xff', '\x80',
	'MID=', `MID=${MID}`, '&TID=', '&MerchantKey=', KEY, encodeURIComponent(KEY), `&${KEY}`, `&MerchantKey=${KEY}`, 'StateCd=1',
].map((piece) => Buffer.from(piece, 'latin1')); // prettier-ignore

type Mutation = readonly [kind: number, at: number, other: number];

function mutate(body: Buffer, [kind, at, other]: Mutation): Buffer {
	const start = body.length === 0 ? 0 : at % body.length;
	const length = other % 24;
	const piece = PIECES[other % PIECES.length] ?? Buffer.alloc(0);
	const [head, tail] = [body.subarray(0, start), body.subarray(start)];
	switch (kind) {
		case 0:
			return head;
		case 1:
			return Buffer.concat([head, tail.subarray(length)]);
		case 2:
			return Buffer.concat([head, piece, tail]);
		case 3:
			return Buffer.concat([head, tail.subarray(0, length), tail]);
		case 4:
			return Buffer.concat([tail, head]);
		default: {
			const flipped = Buffer.from(body);
			if (flipped.length > 0) flipped[start] = (flipped[start] ?? 0) ^ (1 << (other % 8));
			return flipped;
		}
	}
}

const mutation: fc.Arbitrary<Mutation> = fc.tuple(fc.nat(5), fc.nat(4_000), fc.nat(9_999));

/** Notifications that something happened to on the way. */
export const mutated: fc.Arbitrary<Buffer> = fc
	.tuple(written, fc.array(mutation, { minLength: 1, maxLength: 4 }))
	.map(([{ body }, mutations]) => mutations.reduce(mutate, body));

/** Bodies that were never a notification: noise, and the pieces of forms in any order. */
export const noise: fc.Arbitrary<Buffer> = fc.oneof(
	fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
	fc.array(pick(PIECES), { maxLength: 12 }).map((pieces) => Buffer.concat(pieces)),
);

/** NICEPAY's addresses as a socket may show them, and those of others. */
export const sender: fc.Arbitrary<{ address: string; isNicepay: boolean }> = fc.oneof(
	fc
		.constantFrom('121.133.126.10', '121.133.126.11', '::ffff:211.33.136.39', '::ffff:7985:7e0a')
		.map((address) => ({ address, isNicepay: true })),
	fc
		.oneof(
			fc.constantFrom(
				'121.133.126.12',
				'127.0.0.1',
				'',
				'::1',
				'121.133.126.10, 1.2.3.4',
				'2038005258',
			),
			fc.tuple(fc.nat(99), fc.nat(255)).map(([a, b]) => `10.${a}.${b}.1`),
			fc.nat(0xffff).map((part) => `2001:db8::${part.toString(16)}`),
		)
		.map((address) => ({ address, isNicepay: false })),
);
