import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { INodeTypeDescription } from 'n8n-workflow';

import { NicepayApi } from '../../credentials/NicepayApi.credentials';
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

/** Everything a trigger leads to, itself included. */
function reached(workflow: ExportedWorkflow): ReadonlySet<string> {
	const found = new Set<string>();
	const visit = (name: string): void => {
		if (found.has(name)) return;
		found.add(name);
		targetsOf(workflow, name).forEach(visit);
	};
	working(workflow)
		.filter(isTrigger)
		.forEach(({ name }) => visit(name));
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
	'%s has them all in its table',
	(page) => {
		const text = readFileSync(path.resolve(__dirname, '../..', page), 'utf8');
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

	test('names the credential where there is one, and holds none', () => {
		const name = new NicepayApi().displayName;
		for (const { type, credentials, parameters } of working(workflow)) {
			const needsNone = parameters['operation'] === 'confirmDeposit';
			if (Object.hasOwn(OURS, type)) {
				expect(credentials).toEqual(needsNone ? undefined : { nicepayApi: { id: null, name } });
			}
			for (const { id } of Object.values(credentials ?? {})) expect(id).toBeNull();
		}
		expect(textOf(file)).not.toContain(SAMPLE_MERCHANT_KEY);
		expect(textOf(file)).not.toMatch(/[A-Za-z0-9+/]{40,}={0,2}/);
		expect(textOf(file)).not.toMatch(/[\w.]+@(?!example\.com)[\w-]+\.\w+/);
	});

	test('leaves the URLs of its webhooks to the n8n that imports it', () => {
		expect(working(workflow).filter(({ webhookId }) => webhookId !== undefined)).toEqual([]);
	});

	test('connects all its nodes', () => {
		const names = working(workflow).map(({ name }) => name);
		expect([...reached(workflow)].sort()).toEqual([...names].sort());
		expect(Object.keys(workflow.connections).filter((name) => !names.includes(name))).toEqual([]);
		expect(mentioned(file).filter((name) => !names.includes(name))).toEqual([]);
	});

	test('gives every node an ID, a name and a place of its own', () => {
		for (const key of ['id', 'name', 'position'] as const) {
			const all = workflow.nodes.map((node) => String(node[key]));
			expect(new Set(all).size).toBe(all.length);
		}
	});

	test('says what it does, what to change and what to watch', () => {
		const [note] = workflow.nodes.filter(({ type }) => type === STICKY_NOTE);
		const content = String(note?.parameters['content']);
		for (const heading of ['What it does', 'What to change', 'What to watch']) {
			expect(content).toContain(`**${heading}`);
		}
	});
});
