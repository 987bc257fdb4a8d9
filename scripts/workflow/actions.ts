import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { type Contexts, fillInAll } from './expressions';

/** What an action may need to know. */
export interface Place {
	/** The clone that is tried. */
	readonly repository: string;
	readonly commit: string;
	/** The job's own folder. */
	readonly workspace: string;
	/** Artifacts are folders in here. */
	readonly artifacts: string;
	readonly env: NodeJS.ProcessEnv;
}

type Inputs = Readonly<Record<string, string>>;

interface Action {
	/** Inputs it heeds, or that change nothing here. Another one is refused. */
	readonly inputs: readonly string[];
	/** Absent if there is nothing to do here. @returns variables for the steps that follow */
	readonly run?: (inputs: Inputs, place: Place) => NodeJS.ProcessEnv | void;
}

const copy = (from: string, to: string) => {
	if (!existsSync(from)) throw new Error(`There is no ${from}`);
	mkdirSync(to, { recursive: true });
	cpSync(from, to, { recursive: true });
};

/** The actions of our workflows, as far as they matter on this machine. */
const actions: Readonly<Record<string, Action>> = {
	'actions/checkout': {
		inputs: ['persist-credentials'],
		run: (_, { repository, commit, workspace }) => {
			const git = (...args: string[]) => execFileSync('git', args, { cwd: workspace });
			git('clone', '--quiet', '--no-local', '--no-checkout', repository, '.');
			git('checkout', '--quiet', '--detach', commit);
		},
	},
	'actions/setup-node': {
		inputs: ['node-version', 'cache'],
		run: ({ 'node-version': version = '' }, { env }) => {
			if (process.versions.node.startsWith(`${version}.`)) return;
			const node = execFileSync(
				'npm',
				[
					...['exec', '--yes', '--ignore-scripts=false', `--package=node@${version}`],
					...['--', 'node', '-p', 'process.execPath'],
				],
				{ env, encoding: 'utf8' },
			);
			return { PATH: [path.dirname(node.trim()), env['PATH']].join(path.delimiter) };
		},
	},
	'actions/cache': { inputs: ['path', 'key'] },
	'actions/upload-artifact': {
		inputs: ['name', 'path', 'if-no-files-found', 'overwrite', 'retention-days'],
		run: ({ name = '', path: from = '' }, { workspace, artifacts }) => {
			rmSync(path.join(artifacts, name), { recursive: true, force: true });
			copy(path.join(workspace, from), path.join(artifacts, name));
		},
	},
	'actions/download-artifact': {
		inputs: ['name', 'path'],
		run: ({ name = '', path: to = '.' }, { workspace, artifacts }) =>
			copy(path.join(artifacts, name), path.join(workspace, to)),
	},
};

/** Does what an action would, as far as that matters here. @returns variables for later steps */
export function runAction(
	uses: string,
	values: Contexts = {},
	contexts: Contexts,
	place: Place,
): NodeJS.ProcessEnv {
	const action = actions[uses.split('@')[0] ?? ''];
	if (!action) throw new Error(`The action ${uses} cannot be imitated`);
	const others = Object.keys(values).filter((input) => !action.inputs.includes(input));
	if (others.length > 0) throw new Error(`${uses}: cannot imitate ${others.join(', ')}`);
	return action.run?.(fillInAll(values, contexts), place) ?? {};
}
