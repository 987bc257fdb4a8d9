import ipaddr from 'ipaddr.js';

/** Addresses from which NICEPAY sends notifications, as its manual publishes them. */
export const NICEPAY_SENDERS = ['121.133.126.10', '121.133.126.11', '211.33.136.39'] as const;

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Raised for an entry of an address list that is neither an address nor a CIDR block. */
export class InvalidSenderError extends Error {
	override readonly name = 'InvalidSenderError';

	constructor(readonly entry: string) {
		super(`“${entry}” is neither an address nor a CIDR block such as 203.0.113.0/24`);
	}
}

/**
 * Reads a list of addresses and CIDR blocks, IPv4 or IPv6, separated by commas, white space or lines.
 *
 * @returns whether an address is in the list; IPv4-mapped IPv6 addresses count as the IPv4 ones
 * @throws {InvalidSenderError}
 */
export function parseSenders(text: string): { size: number; includes: (address: string) => boolean } {
	const blocks = text
		.split(/[\s,]+/)
		.filter(Boolean)
		.map(blockOf);
	return {
		size: blocks.length,
		includes: (address) => {
			const sender = addressOf(address);
			return (
				sender !== undefined &&
				blocks.some(
					([network, bits]) => network.kind() === sender.kind() && sender.match(network, bits),
				)
			);
		},
	};
}

/** An address as it reads best: IPv4-mapped IPv6 as IPv4; `''` for what is no address. */
export const formatAddress = (text: string): string => addressOf(text)?.toString() ?? '';

/** ipaddr.js takes forms like 10.1 or 0x7f.1 too, which nobody means. */
const isOrdinary = (address: string): boolean =>
	ipaddr.IPv4.isValidFourPartDecimal(address) || address.includes(':');

/** ipaddr.js takes ::10.0.0.1 for ::ffff:10.0.0.1; it is an IPv6 address, ::a00:1. */
const inHex = (address: string): string => {
	const url = `http://[${address}]`;
	return /^::\d+\./.test(address) && URL.canParse(url)
		? new URL(url).hostname.slice(1, -1)
		: address;
};

function addressOf(text: string): Address | undefined {
	const address = inHex(text);
	return isOrdinary(address) && ipaddr.isValid(address) ? ipaddr.process(address) : undefined;
}

function blockOf(entry: string): [network: Address, bits: number] {
	const isBlock = isOrdinary(entry.replace(/\/\d+$/, '')) && entry.includes('/');
	const block = entry.replace(/^[^/]+/, inHex);
	if (isBlock && ipaddr.isValidCIDR(block)) return unmapped(block);
	const address = addressOf(entry);
	if (!address) throw new InvalidSenderError(entry);
	return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function unmapped(block: string): [network: Address, bits: number] {
	const [network, bits] = ipaddr.parseCIDR(block);
	const isMapped = network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && bits >= 96;
	return isMapped ? [network.toIPv4Address(), bits - 96] : [network, bits];
}
