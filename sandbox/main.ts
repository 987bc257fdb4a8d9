import { Sandbox } from './Sandbox';

const DEFAULT_PORT = 7070;

/** `npm run sandbox`: runs a sandbox until Ctrl-C. Reads PORT, NICEPAY_MID and NICEPAY_KEY. */
async function main(): Promise<void> {
	const { PORT, NICEPAY_MID, NICEPAY_KEY } = process.env;
	const port = PORT ? Number(PORT) : DEFAULT_PORT;
	if (!Number.isInteger(port) || port < 0 || port > 65_535) {
		throw new Error(`PORT must be a number from 0 to 65535, not ${PORT}`);
	}
	const sandbox = new Sandbox({
		mid: NICEPAY_MID || undefined,
		merchantKey: NICEPAY_KEY || undefined,
	});
	const url = await sandbox.listen({ port }).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'EADDRINUSE') throw error;
		throw new Error(`Port ${port} is taken. Choose another: PORT=7170 npm run sandbox`);
	});
	console.log(`NICEPAY sandbox: ${url}  (merchant ${sandbox.options.mid}; Ctrl-C stops it)`);

	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void sandbox.close());
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
