import { readExported } from './exported';

const { nodes, connections } = readExported('order-to-delivery');
const parametersOf = (name: string) => nodes.find((node) => node.name === name)?.parameters ?? {};
const targets = (name: string) => connections[name]?.main.map((all) => all.map(({ node }) => node));
const sources = (name: string): readonly string[] =>
	Object.keys(connections).filter((from) => targets(from)?.flat().includes(name));

test('looks at the row whenever it wakes up, and before it decides anything', () => {
	expect(targets('Wait for the deposit')).toEqual([['Look at the order']]);
	expect(sources('What now?')).toEqual(['Look at the order']);
});

test('waits, and looks again, when it cannot look', () => {
	expect(nodes.find(({ name }) => name === 'Look at the order')?.onError).toBe(
		'continueErrorOutput',
	);
	expect(targets('Look at the order')).toEqual([['What now?'], ['Wait for the deposit']]);
});

test.each(['Deliver once', 'Tell the customer', 'Cancel before deposit'])(
	'comes to “%s” only by what the row says',
	(name) => {
		expect(sources(name)).toEqual(['What now?']);
	},
);

test('delivers only what it has marked as delivered', () => {
	expect(sources('Deliver')).toEqual(['Deliver once']);
});

test('stores its URL before it waits, so that a deposit finds it', () => {
	expect(JSON.stringify(parametersOf('Look at the order')['columns'])).toContain(
		'{{ $execution.resumeUrl }}',
	);
});

test('waits for no longer than the account is open, and the grace', () => {
	expect(parametersOf('Wait for the deposit')).toMatchObject({
		resume: 'webhook',
		httpMethod: 'POST',
		limitWaitTime: true,
		limitType: 'atSpecifiedTime',
	});
	const until = String(parametersOf('Wait for the deposit')['maxDateAndTime']);
	expect(until).toContain('.depositDeadline)');
	expect(until).toContain('.graceHours');
});
