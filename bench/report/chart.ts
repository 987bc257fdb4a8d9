import type { CaseResult } from '../measureCase';

const WIDTH = 640;
const HEIGHT = 400;
const MARGIN = { left: 70, right: 130, top: 50, bottom: 50 };

const LINES = [
	{ name: 'helper', label: 'n8n’s helper', color: '#b8860b' },
	{ name: 'node', label: 'this node', color: '#0b6bcb' },
	{ name: 'floor', label: 'floor', color: '#888888' },
	{ name: 'raw', label: 'raw undici', color: '#2e7d32' },
] as const;

const LABEL_HEIGHT = 14;
const FONT = 'font-family="sans-serif" font-size="12"';

type Point = readonly [x: number, y: number];

/** An SVG of the CPU for each item by the number of items, on logarithmic axes. */
export function costChart(results: readonly CaseResult[], title: string): string {
	const sizes = [...new Set(results.map(({ items }) => items))].sort((one, other) => one - other);
	const costs = results.map(({ cpuPerItem }) => cpuPerItem);
	const decades = findDecades(Math.min(...costs), Math.max(...costs));
	const x = scale(sizes, MARGIN.left, WIDTH - MARGIN.right);
	const y = scale(decades, HEIGHT - MARGIN.bottom, MARGIN.top);

	const verticals = sizes.map((size) => [
		line([x(size), MARGIN.top], [x(size), HEIGHT - MARGIN.bottom]),
		text([x(size), HEIGHT - MARGIN.bottom + 18], size.toLocaleString('en'), 'middle'),
	]);
	const horizontals = decades.map((cost) => [
		line([MARGIN.left, y(cost)], [WIDTH - MARGIN.right, y(cost)]),
		text([MARGIN.left - 8, y(cost) + 4], `${cost.toLocaleString('en')} µs`, 'end'),
	]);
	const curves = LINES.map(({ name, label, color }) => ({
		label,
		color,
		points: results
			.filter((result) => result.name === name)
			.sort((one, other) => one.items - other.items)
			.map(({ items, cpuPerItem }): Point => [x(items), y(cpuPerItem)]),
	})).filter(({ points }) => points.length > 0);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">`,
		`<title>${title}</title>`,
		`<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
		text([MARGIN.left, 28], title, 'start'),
		...verticals.flat(),
		...horizontals.flat(),
		...curves.map(polyline),
		...labels(curves),
		text([(WIDTH - MARGIN.right + MARGIN.left) / 2, HEIGHT - 10], 'items', 'middle'),
		'</svg>\n',
	].join('\n');
}

/** The powers of ten from below `least` to above `most`. */
function findDecades(least: number, most: number): number[] {
	const [first, last] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
	return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}

function scale(domain: readonly number[], from: number, to: number): (value: number) => number {
	const low = Math.log10(domain[0] ?? 1);
	const span = Math.log10(domain.at(-1) ?? 10) - low || 1;
	return (value) => from + ((Math.log10(value) - low) / span) * (to - from);
}

interface Curve {
	readonly label: string;
	readonly color: string;
	readonly points: readonly Point[];
}

function polyline({ points, color }: Curve): string {
	const path = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
	const dots = points.map(
		([x, y]) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" fill="${color}"/>`,
	);
	const line = `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2"/>`;
	return [line, ...dots].join('\n');
}

/** Labels at the ends of the curves, moved down where they would overlap. */
function labels(curves: readonly Curve[]): string[] {
	let lowest = -Infinity;
	return curves
		.map(({ label, color, points }) => ({ label, color, end: points.at(-1) ?? [0, 0] }))
		.sort((one, other) => one.end[1] - other.end[1])
		.map(({ label, color, end: [x, y] }) => {
			lowest = Math.max(y + 4, lowest + LABEL_HEIGHT);
			return text([x + 8, lowest], label, 'start', color);
		});
}

const line = ([x1, y1]: Point, [x2, y2]: Point): string =>
	`<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="#dddddd"/>`;

const text = ([x, y]: Point, content: string, anchor: string, color = '#333333'): string =>
	`<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${FONT} fill="${color}" text-anchor="${anchor}">${content}</text>`;
