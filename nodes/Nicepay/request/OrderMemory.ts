import { randomUUID } from 'node:crypto';

import { forgetOldest, type N8nMemory } from './n8nMemory';
import type { PauseContext } from './pause';
import { pause } from './pause';

/** How long a run waits before it hands on what another may be handing on too, in milliseconds. */
const WAIT_FOR_OTHERS = 1_000;
/** How long it takes until no other worker can overwrite what was written, in milliseconds. */
const WAIT_FOR_OVERWRITING = 300;
/** How many keys to remember for each order of a batch: it may be asked for several times. */
const ROOM = 8;

/** What this process knows of a node's orders without asking. */
interface Known {
	/** Orders that it has handed on. */
	readonly handedOn: Set<string>;
	/** The number of the last question about an order: the next one may be free. */
	readonly lastNumbers: Map<string, number>;
}

/** How many orders a process knows. */
const KNOWN = 20_000;
const knownOfRows = new WeakMap<object, Known>();

/** Recorded when an order is asked for, the first time as 0. */
const asked = (order: string, number: number) => `asked ${number} ${order}`;
/** Recorded when an account is handed on by the run that asked last, and when somebody asks after it. */
const answered = (order: string, number: number) => `answered ${number} ${order}`;

/**
 * Remembers, across executions and workers, the orders whose accounts were handed on. One instance for
 * one run of the node.
 *
 * An order is recorded when its account is handed on, and not when it is asked for, so that a run that is
 * killed in between does not hold back the next. n8n's memory can only tell whether a key is new, and
 * records it as it tells. So each question about an order has a number, and two keys:
 *
 * - `asked n`: whoever finds it new asks question n.
 * - `answered n`: an account was handed on, and nobody has asked since. Question n + 1 looks for it, and
 *   records it in doing so, in the same call as `asked n + 1`. From then on it tells nothing, and if the
 *   order has an account, `answered n + 1` takes its place.
 *
 * To hand on is to record `answered n`. If it is there already, somebody has asked in the meantime, and
 * the run asks once more: either another has handed on an account since, or it tries with its new number.
 *
 * The memory has no lock: of two workers that write in the same milliseconds, one overwrites the other.
 * What was overwritten is written again ({@link N8nMemory}). The run that asks first and was not
 * overwritten hands on at once. One that asks later lets the first one go ahead, and then makes sure that
 * what it writes is not overwritten.
 */
export class OrderMemory {
	private readonly run = `run ${randomUUID()}`;
	/** The number of this run's last question about each order. */
	private readonly numbers = new Map<string, number>();
	/** How many keys must be remembered at least. */
	private room = 0;

	private readonly known: Known;

	constructor(private readonly memory: N8nMemory) {
		this.known = knownOfRows.get(memory.row) ?? { handedOn: new Set(), lastNumbers: new Map() };
		knownOfRows.set(memory.row, this.known);
	}

	/**
	 * Looks up orders before anything is sent for them: one call to the database if nobody has asked for
	 * any of them before.
	 *
	 * @returns those whose account was handed on
	 */
	async findHandedOn(orders: readonly string[]): Promise<ReadonlySet<string>> {
		const {
			memory,
			known: { handedOn },
		} = this;
		this.room = ROOM * orders.length;
		return await memory.alone(async () => {
			const taken = new Set(orders.filter((order) => handedOn.has(order)));
			const others = orders.filter((order) => !taken.has(order));
			if (others.length === 0) return taken;
			const questions = [this.run, ...others.map((order) => asked(order, 0))];
			const known = await this.record(questions, [this.run]).catch(
				// Two workers cannot both create the memory's row: the second finds it at the next try.
				async () => await this.record(questions, [this.run]),
			);
			const isKnown = (order: string) => known.has(asked(order, 0));
			for (const order of others.filter((each) => !isKnown(each))) this.numbers.set(order, 0);
			for (const order of await this.askAgain(others.filter(isKnown), 1)) taken.add(order);
			return taken;
		});
	}

	/**
	 * Records orders whose accounts are about to be handed on.
	 *
	 * @returns those that another run has handed on since: their accounts must not be handed on as well.
	 *   `undefined` if the execution was stopped meanwhile; then none is recorded
	 */
	async handOn(
		orders: readonly string[],
		context: PauseContext,
	): Promise<ReadonlySet<string> | undefined> {
		const {
			memory,
			known: { handedOn },
		} = this;
		const earlier = orders.filter((order) => handedOn.has(order));
		const others = orders.filter((order) => !handedOn.has(order));
		if (others.length === 0) return new Set(earlier);

		this.room = Math.max(this.room, ROOM * orders.length);
		const askedFirst = others.every((order) => this.numbers.get(order) === 0);
		await memory.alone(async () => await memory.mend(this.room));
		const isFirst = askedFirst && !memory.wasLost(this.run);
		const taken =
			isFirst && !memory.isContended()
				? await memory.alone(async () => await this.answer(others))
				: await this.answerForGood(others, isFirst, context);
		if (!taken) return undefined;
		this.learn(others.filter((order) => !taken.has(order)));
		return new Set([...earlier, ...taken]);
	}

	/** Records orders whose accounts are handed on, whoever has handed on others. */
	async remember(orders: readonly string[]): Promise<void> {
		this.room = Math.max(this.room, ROOM * orders.length);
		await this.memory.alone(async () => {
			await this.takeNumbers(orders, 0);
			await this.findAnswered(orders);
		});
		this.learn(orders);
	}

	/** Forgets orders that were recorded by {@link handOn} and are not handed on after all. */
	async takeBack(orders: readonly string[]): Promise<void> {
		await this.memory.alone(async () => {
			for (const order of orders) this.known.handedOn.delete(order);
			// With the next question, an answer tells nothing any more.
			const ask = async () => await this.takeNumbers(orders, 0);
			await ask().catch(ask);
			this.memory.keep(orders.map((order) => asked(order, this.number(order))));
		});
	}

	/** Answers this run's questions. @returns the orders that another run has answered */
	private async answer(orders: readonly string[]): Promise<ReadonlySet<string>> {
		const taken = new Set<string>();
		let open = orders;
		while (open.length > 0) {
			const overtaken = await this.findAnswered(open);
			open = await this.askForOpen(overtaken, taken);
		}
		return taken;
	}

	/**
	 * Answers, and makes sure that the answers stay. Whoever did not ask first lets the others go ahead, and
	 * asks anew.
	 */
	private async answerForGood(
		orders: readonly string[],
		isFirst: boolean,
		context: PauseContext,
	): Promise<ReadonlySet<string> | undefined> {
		const { memory } = this;
		const taken = new Set<string>();
		const own: string[] = [];
		if (!isFirst && !(await pause(WAIT_FOR_OTHERS, context))) return undefined;
		let ask = isFirst ? async () => orders : async () => await this.askForOpen(orders, taken, 0);
		let hasOpen = true;
		while (hasOpen) {
			// Another run gives the same answers. This tells whose they are.
			const token = `answers ${randomUUID()}`;
			// In one turn: runs that ask between each other's questions and answers would do so for ever.
			const { open, known } = await memory.alone(async () => {
				const open = await ask();
				return { open, known: await this.claim(token, open) };
			});
			const claimed = await this.settle(token, open, known, context);
			own.push(...claimed);
			if (context.stop?.aborted) {
				await this.takeBack(own);
				return undefined;
			}
			memory.keep(this.handedOnKeys(claimed));
			const isClaimed = new Set(claimed);
			const contested = open.filter((order) => !isClaimed.has(order));
			ask = async () => await this.askForOpen(contested, taken);
			hasOpen = contested.length > 0;
		}
		return taken;
	}

	/** Records answers, which nobody keeps yet, and their questions. @returns the keys that were there before */
	private async claim(token: string, orders: readonly string[]): Promise<ReadonlySet<string>> {
		if (orders.length === 0) return new Set();
		const keys = orders.flatMap((order) => {
			const number = this.number(order);
			const earlier = number > 0 ? [answered(order, number - 1)] : [];
			return [asked(order, number), ...earlier, answered(order, number)];
		});
		// The newest key is forgotten last.
		return await this.record([...keys, token], []);
	}

	/**
	 * Looks whether claims have been overwritten, until no other worker can do so any more.
	 *
	 * @param known what was there before `orders` were claimed
	 * @returns the orders whose answers are this run's; the others have one of another run's, or a question
	 */
	private async settle(
		token: string,
		orders: readonly string[],
		known: ReadonlySet<string>,
		context: PauseContext,
	): Promise<readonly string[]> {
		let own = orders;
		let found = known;
		do {
			const before = found;
			own = own.filter((order) => !this.isContested(order, before));
			if (own.length === 0 || !(await pause(WAIT_FOR_OVERWRITING, context))) break;
			found = await this.memory.alone(async () => await this.claim(token, own));
		} while (!found.has(token));
		return own;
	}

	/** Asks once more. @returns the orders that are open; the others are added to `taken` */
	private async askForOpen(
		orders: readonly string[],
		taken: Set<string>,
		from?: number,
	): Promise<readonly string[]> {
		for (const order of await this.askAgain(orders, from)) taken.add(order);
		return orders.filter((order) => !taken.has(order));
	}

	/** Asks for orders that somebody has asked for before. @returns those whose account was handed on */
	private async askAgain(orders: readonly string[], from?: number): Promise<readonly string[]> {
		const known = await this.takeNumbers(orders, from);
		const taken = orders.filter((order) => known.has(answered(order, this.number(order) - 1)));
		// The answer that was there tells nothing any more, nor does this one if somebody has asked since.
		let untold: readonly string[] = taken;
		while (untold.length > 0) {
			const telling = untold;
			// What is known must not be lost to a call that fails.
			const tell = async () => await this.findAnswered(telling);
			untold = await tell().catch(async () => (await tell(), []));
			await this.takeNumbers(untold);
		}
		return taken;
	}

	/**
	 * Takes the next free number for each order, and looks for the answer to the number before.
	 *
	 * @param from the first number that may be free; by default, the one after this run's last
	 * @returns the keys that were there before
	 */
	private async takeNumbers(
		orders: readonly string[],
		from?: number,
	): Promise<ReadonlySet<string>> {
		const { numbers } = this;
		const found = new Set<string>();
		const { lastNumbers } = this.known;
		for (const order of orders) {
			const next = from ?? this.number(order) + 1;
			numbers.set(order, Math.max(next, (lastNumbers.get(order) ?? -1) + 1));
		}
		let open = orders;
		while (open.length > 0) {
			const keys = open.flatMap((order) => {
				const number = this.number(order);
				const question = asked(order, number);
				return number > 0 ? [question, answered(order, number - 1)] : [question];
			});
			// A question that was overwritten must not come back: somebody may have answered the one before.
			const known = await this.record(keys, []);
			for (const key of known) found.add(key);
			open = open.filter((order) => known.has(asked(order, this.number(order))));
			for (const order of open) numbers.set(order, this.number(order) + 1);
		}
		for (const order of orders) lastNumbers.set(order, this.number(order));
		forgetOldest(lastNumbers, KNOWN);
		return found;
	}

	/** Whether a claimed order has another run's answer, or had one while its question was overwritten. */
	private isContested(order: string, known: ReadonlySet<string>): boolean {
		const number = this.number(order);
		return (
			known.has(answered(order, number)) ||
			(known.has(answered(order, number - 1)) && !known.has(asked(order, number)))
		);
	}

	/** What must not be lost of orders that are handed on: without its question, an answer is not looked for. */
	private handedOnKeys(orders: readonly string[]): string[] {
		return orders.flatMap((order) => {
			const number = this.number(order);
			return [asked(order, number), answered(order, number)];
		});
	}

	/** Records the answers to this run's questions. @returns the orders that had one already */
	private async findAnswered(orders: readonly string[]): Promise<readonly string[]> {
		const known = await this.record(this.handedOnKeys(orders));
		const isAnswered = (order: string) => known.has(answered(order, this.number(order)));
		this.memory.keep(this.handedOnKeys(orders.filter((order) => !isAnswered(order))));
		return orders.filter(isAnswered);
	}

	private number(order: string): number {
		return this.numbers.get(order) ?? 0;
	}

	private async record(
		keys: readonly string[],
		kept?: readonly string[],
	): Promise<ReadonlySet<string>> {
		return await this.memory.record(keys, this.room, kept);
	}

	/** Lets this process know orders that it has handed on, without asking. */
	private learn(orders: readonly string[]): void {
		const { handedOn } = this.known;
		for (const order of orders) handedOn.add(order);
		forgetOldest(handedOn, KNOWN);
	}
}
