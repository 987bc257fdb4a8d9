/** Makes account numbers of 11 to 14 digits, none twice; each bank has a length of its own. */
export class AccountNumbers {
	private readonly given = new Set<string>();

	constructor(private readonly random: () => number) {}

	/** @param bankCode three digits */
	next(bankCode: string): string {
		const length = 11 + (Number(bankCode) % 4);
		let digits = Math.floor(this.random() * 10 ** (length - 1));
		for (;;) {
			const number = `9${String(digits).padStart(length - 1, '0')}`;
			if (!this.given.has(number)) {
				this.given.add(number);
				return number;
			}
			digits = (digits + 1) % 10 ** (length - 1);
		}
	}

	clear(): void {
		this.given.clear();
	}
}
