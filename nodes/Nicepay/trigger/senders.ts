import ipaddr from 'ipaddr.js';

/** The IP addresses that send notifications. Source: the manual; integrators confirm them up to 2026. */
export const NICEPAY_SENDERS = ['121.133.126.10', '121.133.126.11', '211.33.136.39'] as const;

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Raised for an entry in an address list that is neither an IP address nor a CIDR block. */
export class InvalidSenderError extends Error {
	override readonly name = 'InvalidSenderError';

	constructor(readonly entry: string) {
		super(`“${entry}” is neither an address nor a CIDR block such as 203.0.113.0/24`);
	}
}

/**
 * Parses a list of IPv4 or IPv6 addresses and CIDR blocks, separated by commas or white space.
 *
 * @returns the list's size, and whether it includes an address; an IPv4-mapped IPv6 address counts as IPv4
 * @throws {InvalidSenderError}
 */
export function parseSenders(text: string): {
	size: number;
	includes: (address: string) => boolean;
} {
	const blocks = text
		.split(/[\s,]+/)
		.filter(Boolean)
		.map(parseBlock);
	return {
		size: blocks.length,
		includes: (address) => {
			const sender = parseAddress(address);
			return (
				sender !== undefined &&
				blocks.some(
					([network, bits]) => network.kind() === sender.kind() && sender.match(network, bits),
				)
			);
		},
	};
}

/**
 * Formats the address of a request's sender: IPv4-mapped IPv6 as IPv4, without a port; `''` if it is not an
 * address. Some proxies, such as Azure's Application Gateway, write the port into X-Forwarded-For.
 */
export const formatSender = (text: string): string =>
	parseAddress(text.trim().replace(WITH_PORT, '$1$2'))?.toString() ?? '';

/** `a.b.c.d:port`, `[v6]:port` or `[v6]`. An IPv6 address without brackets has no port. */
const WITH_PORT = /^(?:(\d+\.\d+\.\d+\.\d+):\d{1,5}|\[([^\]]*)\](?::\d{1,5})?)$/;

/** ipaddr.js also accepts forms such as 10.1 or 0x7f.1, which nobody writes on purpose. */
const isUsualForm = (address: string): boolean =>
	ipaddr.IPv4.isValidFourPartDecimal(address) || address.includes(':');

/** ipaddr.js mistakes ::10.0.0.1 for ::ffff:10.0.0.1, but it is the IPv6 address ::a00:1. */
const toHexForm = (address: string): string => {
	const url = `http://[${address}]`;
	return /^::\d+\./.test(address) && URL.canParse(url)
		? new URL(url).hostname.slice(1, -1)
		: address;
};

function parseAddress(text: string): Address | undefined {
	const address = toHexForm(text);
	return isUsualForm(address) && ipaddr.isValid(address) ? ipaddr.process(address) : undefined;
}

function parseBlock(entry: string): [network: Address, bits: number] {
	const isBlock = isUsualForm(entry.replace(/\/\d+$/, '')) && entry.includes('/');
	const block = entry.replace(/^[^/]+/, toHexForm);
	if (isBlock && ipaddr.isValidCIDR(block)) return parseCidr(block);
	const address = parseAddress(entry);
	if (!address) throw new InvalidSenderError(entry);
	return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** Parses a CIDR block; an IPv4-mapped one becomes IPv4. */
function parseCidr(block: string): [network: Address, bits: number] {
	const [network, bits] = ipaddr.parseCIDR(block);
	const isMapped = network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && bits >= 96;
	return isMapped ? [network.toIPv4Address(), bits - 96] : [network, bits];
}
