import eucKr from '../../../vectors/euc-kr.json';
import requests from '../../../vectors/requests.json';
import type { EndpointName } from '../../../../nodes/Nicepay/protocol/messageFields';

/** One request as the JDK encodes and signs it. */
export interface RequestVector {
	readonly kind: EndpointName;
	readonly mid: string;
	readonly merchantKey: string;
	readonly fields: Readonly<Record<string, string>>;
	readonly fieldBytesHex: Readonly<Record<string, string>>;
	readonly javaFormBody: string;
	readonly responseSignature?: { readonly paddedAmount: string; readonly plainAmount: string };
}

export const REQUESTS = requests as unknown as readonly RequestVector[];

/** The requests as rows of `it.each`, each under a name. */
export const REQUEST_ROWS = REQUESTS.map(
	(vector, index) => [`request ${index + 1} (${vector.kind})`, vector] as const,
);

export const ENCODABLE_SAMPLES = Object.entries(eucKr.encodable).map(
	([name, bytes]) => [name, Number.parseInt(name.slice(2), 16), bytes] as const,
);

export const NOT_ENCODABLE_SAMPLES: readonly string[] = eucKr.notEncodable;

/** NICEPAY's public sample merchant. */
export const MID = 'nicepay00m';
export const KEY =
	'EYzu8jGGMfqaDEp76gSckuvnaHHu+bC4opsSN6lHv3b2lurNYkVXrZ7Z1AoqQnXI3eLuaUFyoRNC6FkrzVjceg==';

/** Text from code points, so that look-alike characters can be told apart in a test. */
export const characters = (...codePoints: number[]): string => String.fromCodePoint(...codePoints);

export const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
