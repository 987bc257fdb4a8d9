import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { INodeParameters, INodeTypeDescription } from 'n8n-workflow';

import { Nicepay } from '../../nodes/Nicepay/Nicepay.node';
import { NicepayTrigger } from '../../nodes/Nicepay/NicepayTrigger.node';
import { SAMPLE_MERCHANT_KEY } from '../../sandbox/Sandbox';
import type { ExportedNode, ExportedWorkflow } from './exported';
import { files, readExported, textOf } from './exported';
import { wrongParameters } from './parameters';

const OURS: Readonly<Record<string, INodeTypeDescription>> = {
	'n8n-nodes-nicepay.nicepay': new Nicepay().description,
	'n8n-nodes-nicepay.nicepayTrigger': new NicepayTrigger().description,
};

const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

const isTrigger = ({ type }: ExportedNode): boolean => /Trigger$/.test(type);
const working = ({ nodes }: ExportedWorkflow): readonly ExportedNode[] =>
	nodes.filter(({ type }) => type !== STICKY_NOTE);
const targetsOf = ({ connections }: ExportedWorkflow, node: string): readonly string[] =>
	(connections[node]?.main ?? []).flat().map((connection) => connection.node);

/** Everything that nodes lead to, themselves included. */
function reachedFrom(
	workflow: ExportedWorkflow,
	nodes: readonly ExportedNode[],
): ReadonlySet<string> {
	const found = new Set<string>();
	const visit = (name: string): void => {
		if (found.has(name)) return;
		found.add(name);
		targetsOf(workflow, name).forEach(visit);
	};
	nodes.forEach(({ name }) => visit(name));
	return found;
}

/** Names of the nodes that expressions and code ask for. */
const mentioned = (file: string): string[] =>
	[...textOf(file).matchAll(/\$\((?:'([^']+)'|\\"([^"\\]+)\\")\)/g)].map(
		([, single, double]) => single ?? double ?? '',
	);

test('there is one workflow for each example that the README names', () => {
	expect([...files].sort()).toEqual([
		'deposit-to-paid',
		'issue-from-form',
		'live-check',
		'monthly-tuition',
		'order-to-delivery',
		'overdue-and-reconcile',
		'refund-with-approval',
	]);
});

test.each(['docs/example-workflows.md', 'docs/ko/example-workflows.md'])(
	'%s has them all in its table, and shows them',
	(page) => {
		const text = readFileSync(path.resolve(__dirname, '../..', page), 'utf8');
		for (const file of files) {
			expect(text).toContain(`images/${file}-light.png`);
			expect(text).toContain(`images/${file}-dark.png`);
		}
		const rows = [...text.matchAll(/^\| `workflows\/([\w-]+)\.json` .*\| n8n 2 /gm)];
		expect(rows.map(([, file]) => file).sort()).toEqual([...files].sort());
	},
);

describe.each(files)('%s', (file) => {
	const workflow = readExported(file);

	test('can be imported, and runs nothing by itself', () => {
		expect(workflow.name).toMatch(/^NICEPAY: /);
		expect(workflow.active).toBe(false);
		expect(workflow.pinData).toEqual({});
		expect(workflow.settings['timezone']).toBe('Asia/Seoul');
	});

	test('has only our nodes and those that ship with n8n', () => {
		const others = working(workflow).filter(
			({ type }) => !Object.hasOwn(OURS, type) && !type.startsWith('n8n-nodes-base.'),
		);
		expect(others).toEqual([]);
		expect(working(workflow).some(({ type }) => Object.hasOwn(OURS, type))).toBe(true);
	});

	test('gives our nodes parameters and values they know, and all they require', () => {
		const wrong = working(workflow).flatMap((node) => {
			const description = OURS[node.type];
			return description ? wrongParameters(node, description) : [];
		});
		expect(wrong).toEqual([]);
	});

	test('leaves the credential to n8n’s editor, and holds none', () => {
		for (const { credentials, parameters } of working(workflow)) {
			// The editor chooses the credential for a node without one, but not for HTTP Request. There, it
			// finds one by its name: this is how n8n calls a new one.
			const byName = { nicepayApi: { id: null, name: 'NICEPAY account' } };
			const isRequest = parameters['nodeCredentialType'] === 'nicepayApi';
			expect(credentials).toEqual(isRequest ? byName : undefined);
		}
		expect(textOf(file)).not.toContain(SAMPLE_MERCHANT_KEY);
		expect(textOf(file)).not.toMatch(/[A-Za-z0-9+/]{40,}={0,2}/);
		expect(textOf(file)).not.toMatch(/[\w.]+@(?!example\.com)[\w-]+\.\w+/);
	});

	test('asks for a password where a form leads to a refund', () => {
		const refunds = working(workflow).filter(
			({ parameters }) => parameters['cancelType'] === 'afterDeposit',
		);
		const open = working(workflow).filter(
			(form) =>
				/formTrigger$/.test(form.type) &&
				form.parameters['authentication'] !== 'basicAuth' &&
				refunds.some(({ name }) => reachedFrom(workflow, [form]).has(name)),
		);
		expect(open).toEqual([]);
	});

	test('leaves the URLs of its webhooks to the n8n that imports it', () => {
		expect(working(workflow).filter(({ webhookId }) => webhookId !== undefined)).toEqual([]);
	});

	test('connects all its nodes', () => {
		const names = working(workflow).map(({ name }) => name);
		const triggers = working(workflow).filter(isTrigger);
		expect([...reachedFrom(workflow, triggers)].sort()).toEqual([...names].sort());
		expect(Object.keys(workflow.connections).filter((name) => !names.includes(name))).toEqual([]);
		expect(mentioned(file).filter((name) => !names.includes(name))).toEqual([]);
	});

	test('gives every node an ID, a name and a place of its own', () => {
		for (const key of ['id', 'name', 'position'] as const) {
			const all = workflow.nodes.map((node) => String(node[key]));
			expect(new Set(all).size).toBe(all.length);
		}
	});

	test('needs no mail server: the mails are off', () => {
		for (const { type, disabled } of working(workflow)) {
			if (type === 'n8n-nodes-base.emailSend') expect(disabled).toBe(true);
		}
	});

	test('makes each data table before it uses it', () => {
		const made = new Set<unknown>();
		const tables = working(workflow).filter(({ type }) => type === 'n8n-nodes-base.dataTable');
		for (const { parameters } of tables) {
			if (parameters['operation'] === 'create') made.add(parameters['tableName']);
			else expect(made).toContain((parameters['dataTableId'] as INodeParameters)['value']);
		}
	});

	test('reads the time on no clock but Korea’s', () => {
		const korean =
			/(\$now|DateTime\.fromISO\([^()]*(\([^()]*\)[^()]*)*\))\.setZone\('Asia\/Seoul'\)/g;
		// An instant is the same everywhere.
		const rest = textOf(file).replace(korean, '').replaceAll('$now.toISO()', '');
		expect(rest).not.toMatch(/\$now|\$today|DateTime|new Date/);
	});
});
