/**
 * Posts one after the other, as a script would that uses the package outside a server, and says how
 * many were answered.
 *
 * Usage: node --import tsx postInTurn.ts <URL> <count>
 */
import { undiciTransport } from '../../../../nodes/Nicepay/transport/undiciTransport';

const [url = '', count = '0'] = process.argv.slice(2);

async function main(): Promise<void> {
	let answered = 0;
	for (let index = 0; index < Number(count); index++) {
		const { kind } = await undiciTransport.post({
			url,
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: 'A=1',
			connectTimeout: 2_000,
			replyTimeout: 2_000,
		});
		if (kind === 'replied') answered++;
	}
	console.log(answered);
}

void main();
