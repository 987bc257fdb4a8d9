type Task = () => Promise<void> | void;

/** What has to be stopped when a part ends, newest first. */
export class Cleanup {
	private tasks: Task[] = [];

	add(task: Task): void {
		this.tasks.push(task);
	}

	/** Runs every task once, also when one of them fails. Safe to call again. */
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
