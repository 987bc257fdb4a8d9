import { readExported } from './exported';

const workflow = readExported('live-check');
const { nodes, connections } = workflow;
const parametersOf = (name: string) => nodes.find((node) => node.name === name)?.parameters ?? {};
const next = (name: string): readonly string[] =>
	(connections[name]?.main ?? []).flat().map(({ node }) => node);

/** The numbers of the probes, in the order in which they are asked. */
function numbersInOrder(): number[] {
	const names = new Set<string>();
	const visit = (name: string): void => {
		if (names.has(name)) return;
		names.add(name);
		next(name).forEach(visit);
	};
	visit('Start');
	return [...names].flatMap((name) => /^(\d+) /.exec(name)?.[1] ?? []).map(Number);
}

test('numbers its probes in the order in which they are asked', () => {
	expect(numbersInOrder()).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
});

test('asks the host of the credential, and no other', () => {
	const requests = nodes.filter(({ type }) => type === 'n8n-nodes-base.httpRequest');
	expect(requests).toHaveLength(2);
	for (const { parameters } of requests) {
		expect(parameters['url']).toBe(
			"={{ $('8 Cancel').first().json.diagnostics.baseUrl }}/webapi/inquery/trans_status.jsp",
		);
	}
	expect(parametersOf('8 Cancel')['options']).toMatchObject({ diagnostics: true });
	expect(parametersOf('16 Cancel the rest')['options']).toMatchObject({ diagnostics: true });
	const working = nodes.filter(({ name }) => name !== 'Read me');
	expect(JSON.stringify(working)).not.toContain('webapi.nicepay.co.kr');
	expect(JSON.stringify(parametersOf('Settings'))).not.toContain('baseUrl');
});

test('asks nothing more by HTTP Request where the host is not known', () => {
	expect(connections['Host known?']?.main.map((output) => output[0]?.node)).toEqual([
		'9 Reply in UTF-8',
		'11 Cancel again',
	]);
});

test('dates its report by the Korean calendar', () => {
	expect(parametersOf('Report')['jsCode']).toContain("$now.setZone('Asia/Seoul')");
});
