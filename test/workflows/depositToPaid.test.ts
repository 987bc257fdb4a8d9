import { readExported } from './exported';

const { nodes, connections } = readExported('deposit-to-paid');
const node = (name: string) => nodes.find((each) => each.name === name);
const targets = (name: string): readonly string[] =>
	(connections[name]?.main ?? []).flat().map((connection) => connection.node);
const isConfirming = (name: string) => node(name)?.parameters['operation'] === 'confirmDeposit';

/** All ways from a node to where nothing follows. */
const waysFrom = (name: string): readonly string[][] => {
	const next = targets(name);
	if (next.length === 0) return [[name]];
	return next.flatMap((each) => waysFrom(each).map((way) => [name, ...way]));
};

test('lets the workflow say OK, on each of its ways once', () => {
	expect(node('Deposit')?.parameters['acknowledge']).toBe('workflow');
	const ways = waysFrom('Deposit');
	expect(ways).toHaveLength(3);
	for (const way of ways) expect(way.filter(isConfirming)).toHaveLength(1);
});

test.each([
	['Mark paid', 'Confirm deposit'],
	['Ask a human', 'Confirm, a human will look'],
])('says OK right behind “%s”, and does what must happen once after that', (stored, confirmed) => {
	expect(targets(stored)).toEqual([confirmed]);
	for (const way of waysFrom('Deposit').filter((each) => each.includes(confirmed))) {
		const before = way.slice(0, way.indexOf(confirmed)).map((name) => node(name)?.type);
		expect(before).not.toContain('n8n-nodes-base.emailSend');
		expect(before).not.toContain('n8n-nodes-base.removeDuplicates');
		expect(before).not.toContain('n8n-nodes-base.httpRequest');
	}
});
