import { readExported } from './exported';

const { nodes, connections, settings } = readExported('monthly-tuition');
const heightOf = (name: string) => nodes.find((node) => node.name === name)?.position[1] ?? NaN;
const targets = (name: string) => connections[name]?.main.map((all) => all.map(({ node }) => node));

test.each([
	{ what: 'stores a round before it begins the next', from: 'As rows' },
	{ what: 'issues and stores all before it mails any', from: 'Accounts table' },
])('$what: n8n runs the upper branch first, to its end', ({ from }) => {
	expect(settings['executionOrder']).toBe('v1');
	const [[upper = '', lower = '', ...others] = []] = targets(from) ?? [];
	expect(others).toEqual([]);
	expect(heightOf(upper)).toBeLessThan(heightOf(lower));
});

test('goes back to the loop whatever became of the round', () => {
	expect(targets('Issue accounts')).toEqual([['As rows']]);
	expect(targets('As rows')).toEqual([['To be stored', 'Rounds of 100']]);
	expect(nodes.find(({ name }) => name === 'Issue accounts')?.onError).toBe(
		'continueRegularOutput',
	);
});

test('goes no further when a round cannot be stored', () => {
	expect(nodes.find(({ name }) => name === 'Store the round')?.onError).toBeUndefined();
});
