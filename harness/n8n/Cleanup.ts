type Task = () => Promise<void> | void;

/** Stops things when a part of the tests ends, newest first. */
export class Cleanup {
	private tasks: Task[] = [];

	add(task: Task): void {
		this.tasks.push(task);
	}

	/** Runs every task once, even if one fails. You can call it more than once. */
	async run(): Promise<void> {
		for (let task = this.tasks.pop(); task; task = this.tasks.pop()) {
			try {
				await task();
			} catch (error) {
				console.error('  could not stop a service:', error);
			}
		}
	}
}
