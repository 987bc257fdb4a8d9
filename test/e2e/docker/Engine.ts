import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
	chmodSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

import type { Cleanup } from '../../../harness/n8n/Cleanup';
import { installDebianPackages } from '../../../harness/n8n/installDebianPackages';
import { run } from '../../../harness/n8n/run';
import { Service } from '../../../harness/n8n/Service';

/** The Debian that has Compose 2, PostgreSQL 17 and Redis 8. */
const DEBIAN = 'trixie';

const PACKAGES = [
	'docker.io',
	'docker-cli',
	'docker-compose',
	'iptables',
	'iproute2',
	'slirp4netns',
];

/**
 * Enters the root, in mounts and a network of its own. Not by chroot alone: a container's health checks and
 * `docker exec` enter its namespaces from there, and would find this machine's root.
 */
const ENTER = `
set -e
root=$1
shift
mount --bind "$root" "$root"
for folder in /proc /sys /dev "$@"; do
	mkdir -p "$root$folder"
	mount --rbind "$folder" "$root$folder"
done
mount -t tmpfs tmpfs "$root/run"
cd "$root"
mkdir -p outside
pivot_root . outside
exec chroot . sh -c '
	umount --lazy /outside
	ip link set lo up
	exec dockerd
'
`;

/** Says why no engine can run here. */
export class EngineUnavailable extends Error {
	override readonly name = 'EngineUnavailable';
}

/**
 * A Docker engine that is no part of this machine: it runs in a root of its own, with Debian's packages, and
 * in a network of its own, from which slirp4netns leads outside, as for rootless Docker.
 */
export class Engine {
	/** Its address in that network, as slirp4netns gives it. */
	readonly address = '10.0.2.100';

	private constructor(
		private readonly pid: number,
		/** Where both sides find the same files: for Unix sockets. */
		readonly shared: string,
	) {}

	/** @throws {EngineUnavailable} */
	static async start(logs: string, cleanup: Cleanup): Promise<Engine> {
		if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
			throw new EngineUnavailable('it takes root, and Debian');
		}
		const { status, stderr } = spawnSync('unshare', ['--mount', '--net', 'true']);
		if (status !== 0) throw new EngineUnavailable(`it takes privileges: ${stderr}`);
		const { root } = await installEngine();
		copyFileSync('/etc/resolv.conf', path.join(root, 'etc/resolv.conf'));
		const shared = mkdtempSync(path.join(tmpdir(), 'nicepay-docker-'));
		cleanup.add(() => rmSync(shared, { recursive: true, force: true }));

		const daemon = new Service({
			command: 'unshare',
			args: ['--mount', '--net', 'sh', '-c', ENTER, 'sh', root, process.cwd(), shared],
			logFile: path.join(logs, 'dockerd.log'),
		});
		cleanup.add(async () => await daemon.stop());
		const engine = new Engine(daemon.pid, shared);
		try {
			await daemon.ready('dockerd', () => engine.answers(), { seconds: 60 });
		} catch (error) {
			throw new EngineUnavailable((error as Error).message);
		}
		const network = new Service({
			command: 'nsenter',
			args: [
				...['--target', String(daemon.pid), '--mount', '--root'],
				...['slirp4netns', '--configure', '--mtu=65520', '--disable-host-loopback'],
				...[String(daemon.pid), 'tap0'],
			],
			logFile: path.join(logs, 'slirp4netns.log'),
		});
		cleanup.add(async () => await network.stop());
		await network.ready('slirp4netns', () => /tap0/.test(engine.exec('ip', 'route')), {
			seconds: 30,
		});
		return engine;
	}

	/** Runs a command where the engine is. */
	exec(...command: readonly string[]): string {
		const [program, ...args] = this.inside(command);
		return execFileSync(program, args, { stdio: 'pipe' }).toString();
	}

	async docker(
		args: readonly string[],
		{ label, env }: { label?: string; env?: NodeJS.ProcessEnv } = {},
	): Promise<string> {
		const [program, ...rest] = this.inside(['docker', ...args]);
		return await run(program, rest, { label, env });
	}

	/** The command that runs a command where the engine is: with its files, or only in its network. */
	inside(
		command: readonly string[],
		{ withFiles = true }: { withFiles?: boolean } = {},
	): [string, ...string[]] {
		const files = withFiles ? ['--mount', '--root', `--wdns=${process.cwd()}`] : [];
		return ['nsenter', '--target', String(this.pid), '--net', ...files, ...command];
	}

	private answers(): boolean {
		try {
			this.exec('docker', 'version');
			return true;
		} catch {
			return false;
		}
	}
}

/** Makes the engine's root, unless an earlier run has. It also keeps the images. @returns it, and a bare Debian */
export async function installEngine(): Promise<{ root: string; debian: string }> {
	const base = process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
	const folder = path.join(base, 'n8n-nodes-nicepay', `docker-${DEBIAN}`);
	if (!existsSync(folder)) await install(folder);
	return { root: path.join(folder, 'root'), debian: path.join(folder, 'debian.tar') };
}

async function install(folder: string): Promise<void> {
	await installDebianPackages('mmdebstrap');
	const partial = `${folder}.${randomUUID()}`;
	const root = path.join(partial, 'root');
	mkdirSync(root, { recursive: true });
	try {
		const debian = path.join(partial, 'debian.tar');
		await run('mmdebstrap', ['--variant=apt', '--include=passwd', DEBIAN, debian], {
			label: `Making a bare Debian in ${folder} (only the first time)`,
		});
		await run('tar', ['--extract', '--file', debian, '--directory', root]);
		copyFileSync('/etc/resolv.conf', path.join(root, 'etc/resolv.conf'));
		// Packages are not to start services.
		const policy = path.join(root, 'usr/sbin/policy-rc.d');
		writeFileSync(policy, '#!/bin/sh\nexit 101\n');
		chmodSync(policy, 0o755);
		const install = `apt-get update && apt-get install -y --no-install-recommends ${PACKAGES.join(' ')}`;
		await run('chroot', [root, 'sh', '-c', install], {
			label: 'Installing Docker in it',
			env: { DEBIAN_FRONTEND: 'noninteractive' },
		});
		renameSync(partial, folder);
	} catch (error) {
		rmSync(partial, { recursive: true, force: true });
		if (!existsSync(folder)) throw error;
	}
}
