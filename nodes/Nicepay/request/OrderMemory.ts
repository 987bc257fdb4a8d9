import { randomUUID } from 'node:crypto';

import type { N8nMemory } from './n8nMemory';
import type { PauseContext } from './pause';
import { pause } from './pause';

/** How long a run waits before it hands on what another may be handing on too, in milliseconds. */
const WAIT_FOR_OTHERS = 1_000;

const asked = (order: string) => `asked for ${order}`;
const handedOn = (order: string) => `handed on ${order}`;

/**
 * Remembers, across executions and workers, the orders whose accounts were handed on. One instance for
 * one run of the node.
 *
 * An order is recorded when its account is handed on, and not when it is asked for, so that a run that is
 * killed in between leaves nothing behind that holds back the next. To ask n8n's memory is to record, so
 * what is recorded first is that somebody asked. Only of an order that somebody has asked for before can
 * an account have been handed on.
 *
 * Two runs can ask for one order before either hands on its account. The one that hands it on first is
 * right, and the other is told so. The memory has no lock: of two workers that write in the same
 * milliseconds, one overwrites the other. So the run that asked first hands on at once, and one that
 * asked later, or whose question was overwritten, waits a moment before it does.
 */
export class OrderMemory {
	private readonly run = `run ${randomUUID()}`;
	private askedFirst = true;

	constructor(private readonly memory: N8nMemory) {}

	/**
	 * Looks up orders before anything is sent for them: one call to the database if nobody has asked for
	 * any of them before.
	 *
	 * @returns those whose account was handed on
	 */
	async findHandedOn(orders: readonly string[]): Promise<ReadonlySet<string>> {
		try {
			return await this.lookUp(orders);
		} catch {
			// Two workers cannot both create the memory's row: the second finds it at the next try.
			return await this.lookUp(orders);
		}
	}

	private async lookUp(orders: readonly string[]): Promise<ReadonlySet<string>> {
		const { memory } = this;
		return await memory.alone(async () => {
			const questions = [this.run, ...orders.map(asked)];
			const known = await memory.record(questions, room(orders));
			const askedBefore = orders.filter((order) => known.has(asked(order)));
			if (askedBefore.length === 0) return new Set<string>();

			const answers = await memory.record(askedBefore.map(handedOn), room(orders));
			const taken = new Set(askedBefore.filter((order) => answers.has(handedOn(order))));
			const open = askedBefore.filter((order) => !taken.has(order));
			if (open.length > 0) {
				this.askedFirst = false;
				await memory.remove(open.map(handedOn));
			}
			return taken;
		});
	}

	/**
	 * Records orders whose accounts are about to be handed on.
	 *
	 * @returns those that another run has handed on since: their accounts must not be handed on as well.
	 *   `undefined` if the execution was stopped before any was recorded
	 */
	async handOn(
		orders: readonly string[],
		context: PauseContext,
	): Promise<ReadonlySet<string> | undefined> {
		const { memory } = this;
		const isFirst = this.askedFirst && !(await this.isOverwritten(orders));
		if (!isFirst && !(await pause(WAIT_FOR_OTHERS, context))) return undefined;

		const known = await memory.alone(
			async () => await memory.record(orders.map(handedOn), room(orders)),
		);
		return new Set(orders.filter((order) => known.has(handedOn(order))));
	}

	/** Whether another worker's write has replaced this run's question. */
	private async isOverwritten(orders: readonly string[]): Promise<boolean> {
		const { memory, run } = this;
		const known = await memory.alone(async () => await memory.record([run], room(orders)));
		return !known.has(run);
	}

	/** Records orders whose accounts are handed on, whoever has handed on others. */
	async remember(orders: readonly string[]): Promise<void> {
		const { memory } = this;
		const keys = orders.flatMap((order) => [asked(order), handedOn(order)]);
		await memory.alone(async () => await memory.record(keys, room(orders)));
	}

	/** Forgets orders that were recorded by {@link handOn} and are not handed on after all. */
	async takeBack(orders: readonly string[]): Promise<void> {
		await this.memory.alone(async () => await this.memory.remove(orders.map(handedOn)));
	}
}

/** Enough for every order of a batch to be asked for, handed on, and asked for once more. */
const room = (orders: readonly string[]): number => 4 * orders.length;
