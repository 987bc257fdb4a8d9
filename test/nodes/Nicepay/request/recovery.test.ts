import { cancelRefund } from '../../../../nodes/Nicepay/operations/cancelRefund';
import { getTransactionStatus } from '../../../../nodes/Nicepay/operations/getTransactionStatus';
import { issueVirtualAccount } from '../../../../nodes/Nicepay/operations/issueVirtualAccount';
import type { MessageFields } from '../../../../nodes/Nicepay/protocol/messageFields';
import type { UnknownReason } from '../../../../nodes/Nicepay/protocol/unknownReason';
import type { Reachability, SendContext } from '../../../../nodes/Nicepay/request/send';
import { send } from '../../../../nodes/Nicepay/request/send';
import type { LostReply } from '../../../../nodes/Nicepay/request/sendWithRecovery';
import { sendWithRecovery } from '../../../../nodes/Nicepay/request/sendWithRecovery';
import type { Sent } from '../../../../nodes/Nicepay/request/sendUnderFreshTid';
import { AMOUNT, ScriptedNicepay, tidOf } from '../ScriptedNicepay';

const REPLY_FORM = { CharSet: 'utf-8', EdiType: 'JSON' };
const ISSUE: MessageFields = {
	Moid: 'A',
	Amt: AMOUNT,
	GoodsName: '수강료',
	BankCode: '004',
	VbankExpDate: '209912312359',
	...REPLY_FORM,
};
const CANCEL: MessageFields = {
	TID: tidOf(1),
	Moid: 'A',
	CancelAmt: AMOUNT,
	CancelMsg: '고객 요청',
	PartialCancelCode: '0',
	...REPLY_FORM,
};

/** What a script can begin with. Only the first has a TID of the node’s own making. */
const REQUESTS = {
	issue: ({ settings }: ScriptedNicepay) => issueVirtualAccount.prepare(ISSUE, settings),
	'issue under a TID of the user’s own': ({ settings }: ScriptedNicepay) =>
		issueVirtualAccount.prepare({ ...ISSUE, TID: tidOf(9) }, settings),
	'full cancel': ({ settings }: ScriptedNicepay) => cancelRefund.prepare(CANCEL, settings),
	'partial refund': ({ settings }: ScriptedNicepay) =>
		cancelRefund.prepare({ ...CANCEL, PartialCancelCode: '1' }, settings),
	'status query': ({ settings }: ScriptedNicepay) =>
		getTransactionStatus.prepare({ TID: tidOf(1), ...REPLY_FORM }, settings),
};
type RequestName = keyof typeof REQUESTS;

/** A result in a few words, with the number of the TID it is about: `unknown 2: undoRefused 2014`. */
function describeResult({ request, result }: Sent<object>): string {
	const about = `${result.kind} ${Number(request.fields.TID?.slice(-6))}`;
	const told = (why: UnknownReason) =>
		[why.reason, 'status' in why && why.status, 'field' in why && why.field, why.code]
			.filter(Boolean)
			.join(' ');
	switch (result.kind) {
		case 'done':
		case 'stopped':
			return about;
		case 'neverSent':
			return `${about}: ${result.cause}`;
		case 'rejected':
			return `${about}: ${result.code}`;
		case 'unknown':
		case 'voided':
			return `${about}: ${told(result.why)}`;
	}
}

interface Terms {
	readonly lostReply?: LostReply;
	readonly openSince?: UnknownReason;
	/** In seconds from the first request. */
	readonly stopAt?: number;
	readonly context?: Partial<SendContext>;
}

type Row = [name: string, script: readonly string[], result: string, terms?: Terms];

/** Plays each row of a table: exactly the requests of its script are sent, in its order and at its times. */
const playEach = (name: RequestName, rows: Row[]) =>
	it.each<Row>(rows)('%s', async (_, script, expected, terms = {}) => {
		const nicepay = new ScriptedNicepay(script);
		nicepay.stopAt = terms.stopAt ?? Infinity;
		const sent = await sendWithRecovery<object>(
			await REQUESTS[name](nicepay),
			{ ...nicepay.context, ...terms.context },
			terms.lostReply ?? 'recover',
			terms.openSince,
		);
		expect(nicepay.played).toEqual(script);
		expect(describeResult(sent)).toBe(expected);
	});

/** The steps of a request that never leaves, the first of them after `after`. */
const neverLeaves = (request: string, after = '') => [
	`${request}${after}: never sent`,
	`${request} after 0.5 s: never sent`,
	`${request} after 2 s: never sent`,
	`${request} after 5 s: never sent`,
];
/** The steps of a request that is answered `code` each time, the first of them after `after`. */
const threeTimes = (request: string, code: string, seconds = 1, after = '') => [
	`${request}${after}: ${code}`,
	`${request} after ${seconds} s: ${code}`,
	`${request} after ${seconds} s: ${code}`,
];

describe('A request whose outcome is clear', () => {
	playEach('issue', [
		['is sent once when it is done', ['issue 1: 4100'], 'done 1'],
		['is sent once when it is refused', ['issue 1: 4126'], 'rejected 1: 4126'],
		['is sent once when its order has an account', ['issue 1: A127'], 'rejected 1: A127'],
		['is sent once when NICEPAY limits the rate', ['issue 1: A246'], 'rejected 1: A246'],
		[
			'gets another TID where its own is taken',
			['issue 1: A225', 'issue 2: 1651', 'issue 3: A225', 'issue 4: 4100'],
			'done 4',
		],
		[
			'gets no more than three other TIDs',
			['issue 1: A225', 'issue 2: A225', 'issue 3: A225', 'issue 4: A225'],
			'rejected 4: A225',
		],
		[
			'is refused for another reason under another TID',
			['issue 1: A225', 'issue 2: 4126'],
			'rejected 2: 4126',
		],
	]);
	playEach('issue under a TID of the user’s own', [
		['keeps a TID that is the user’s, though it is taken', ['issue 9: A225'], 'rejected 9: A225'],
	]);
	playEach('full cancel', [['is a cancel that was done', ['cancel 1: 2001'], 'done 1']]);
	playEach('status query', [['is a query that was answered', ['status 1: 0000'], 'done 1']]);
});

describe('A request that never left', () => {
	const reached = neverLeaves('issue 1').slice(0, 3);
	playEach('issue', [
		['is sent after growing pauses', [...reached, 'issue 1 after 5 s: 4100'], 'done 1'],
		['is given up after four times', neverLeaves('issue 1'), 'neverSent 1: ECONNREFUSED'],
		[
			'is not sent again for good reason',
			['issue 1: never sent, for good'],
			'neverSent 1: blocked',
		],
		[
			'is sent once more only until it left',
			['issue 1: never sent', 'issue 1 after 0.5 s: 4126'],
			'rejected 1: 4126',
		],
		[
			'stays unsent when the execution is stopped in a pause',
			['issue 1: never sent', 'issue 1 after 0.5 s: never sent'],
			'neverSent 1: ECONNREFUSED',
			{ stopAt: 1 },
		],
		[
			'is called stopped when it did not leave because of that',
			['issue 1: never sent, then stop'],
			'stopped 1',
		],
		[
			'is not sent in a stopped execution',
			[],
			'stopped 1',
			{ context: { stop: AbortSignal.abort() } },
		],
	]);
});

describe('An issue whose outcome is unknown', () => {
	describe.each<[answer: string, why: string]>([
		['lost', 'timeout'],
		['disconnected', 'disconnected'],
		['tooLarge', 'tooLarge'],
		['garbage', 'unreadable'],
		['HTTP 500', 'httpStatus 500'],
		['HTTP 500 4100', 'httpStatus 500 4100'],
		['HTTP 404 4126', 'httpStatus 404 4126'],
		['A299', 'resultCode A299'],
	])('because it was answered “%s”', (answer, why) => {
		playEach('issue', [
			[
				'is cancelled, then sent anew',
				[`issue 1: ${answer}`, 'cancel 1: 2001', 'issue 2: 4100'],
				'done 2',
			],
			[
				'is left alone where that is wanted',
				[`issue 1: ${answer}`],
				`unknown 1: ${why}`,
				{ lostReply: 'fail' },
			],
			[
				'is told why it was voided',
				[`issue 1: ${answer}`, 'cancel 1: 2001', 'issue 2: never sent, for good'],
				`voided 1: ${why}`,
			],
		]);
	});

	describe('when its cancel is unclear', () => {
		const unclear = (code: string) => ['issue 1: lost', ...threeTimes('cancel 1', code)];
		const unreachable = ['', ' after 1 s', ' after 1 s'];
		playEach('issue', [
			['stays unknown: lost', unclear('lost'), 'unknown 1: timeout'],
			['stays unknown: refused', unclear('2014'), 'unknown 1: undoRefused 2014'],
			['stays unknown: in progress', unclear('2002'), 'unknown 1: undoRefused 2002'],
			['stays unknown: HTTP status', unclear('HTTP 500 2001'), 'unknown 1: timeout'],
			['stays unknown: paid in meanwhile', unclear('2047'), 'unknown 1: undoRefused 2047'],
			[
				'stays unknown for its own reason when the last cancel was lost',
				['issue 1: lost', 'cancel 1: 2014', 'cancel 1 after 1 s: 2014', 'cancel 1 after 1 s: lost'],
				'unknown 1: timeout',
			],
			[
				'is patient where NICEPAY limits the rate',
				['issue 1: lost', 'cancel 1: A246', 'cancel 1 after 5 s: A246', 'cancel 1 after 5 s: A246'],
				'unknown 1: undoRefused A246',
			],
			[
				'is patient where NICEPAY cannot be reached',
				['issue 1: lost', ...unreachable.flatMap((after) => neverLeaves('cancel 1', after))],
				'unknown 1: timeout',
			],
		]);
	});

	describe('when its cancel is clear in the end', () => {
		playEach('issue', [
			[
				'is sent anew after the second cancel',
				['issue 1: lost', 'cancel 1: lost', 'cancel 1 after 1 s: 2001', 'issue 2: 4100'],
				'done 2',
			],
			[
				'is sent anew after the third cancel',
				[
					'issue 1: lost',
					'cancel 1: 2002',
					'cancel 1 after 1 s: A246',
					'cancel 1 after 5 s: 2001',
					'issue 2: 4100',
				],
				'done 2',
			],
			[
				'is sent anew after a cancel that NICEPAY never had anything for',
				['issue 1: lost', 'cancel 1: lost', 'cancel 1 after 1 s: 2012', 'issue 2: 4100'],
				'done 2',
			],
		]);
	});

	describe.each(['2001', '2211', '2013', '2015'])('when it is cancelled now (%s)', (code) => {
		const cancelled = ['issue 1: lost', `cancel 1: ${code}`];
		playEach('issue', [
			['and sent anew, is done', [...cancelled, 'issue 2: 4100'], 'done 2'],
			['and refused anew, is refused', [...cancelled, 'issue 2: 4126'], 'rejected 2: 4126'],
			['and its order is taken, is refused', [...cancelled, 'issue 2: A127'], 'rejected 2: A127'],
			[
				'and its new TID is taken, gets another',
				[...cancelled, 'issue 2: A225', 'issue 3: 4100'],
				'done 3',
			],
			[
				'and never leaves again, is voided',
				[...cancelled, ...neverLeaves('issue 2')],
				'voided 1: timeout',
			],
			[
				'and is unknown again, is cancelled again',
				[...cancelled, 'issue 2: HTTP 500', 'cancel 2: 2001'],
				'voided 2: httpStatus 500',
			],
			[
				'and is unknown again, but NICEPAY never had it',
				[...cancelled, 'issue 2: HTTP 500', 'cancel 2: 2012'],
				'voided 2: httpStatus 500',
			],
			[
				'and is unknown again, and its cancel unclear, is unknown',
				[...cancelled, 'issue 2: HTTP 500', ...threeTimes('cancel 2', '2014')],
				'unknown 2: httpStatus 500',
			],
		]);
	});

	describe.each(['2012', 'A217'])('when NICEPAY never had it (%s)', (code) => {
		const neverHad = ['issue 1: lost', `cancel 1: ${code}`];
		const orderTaken = [...neverHad, 'issue 2: A127'];
		const cancelledLate = [...orderTaken, 'cancel 1: 2001'];
		playEach('issue', [
			['and it is sent anew, is done', [...neverHad, 'issue 2: 4100'], 'done 2'],
			[
				'and it never leaves again, stays unknown',
				[...neverHad, ...neverLeaves('issue 2')],
				'unknown 1: timeout',
			],
			[
				'and it is refused anew, is refused once it cannot come late',
				[...neverHad, 'issue 2: 4126', `cancel 1: ${code}`],
				'rejected 2: 4126',
			],
			[
				'and it is refused anew, is refused once it came late and was cancelled',
				[...neverHad, 'issue 2: 4126', 'cancel 1: 2001'],
				'rejected 2: 4126',
			],
			[
				'and it is refused anew, stays unknown where the second cancel is unclear',
				[...neverHad, 'issue 2: 4126', ...threeTimes('cancel 1', '2014')],
				'unknown 1: undoRefused 2014',
			],
			[
				'and it is refused anew, stays unknown for its own reason where the second cancel is lost',
				[...neverHad, 'issue 2: 4126', ...threeTimes('cancel 1', 'lost')],
				'unknown 1: timeout',
			],
			[
				'and it is unknown again, both are cancelled: still never had',
				[...neverHad, 'issue 2: HTTP 500', `cancel 1: ${code}`, 'cancel 2: 2001'],
				'voided 2: httpStatus 500',
			],
			[
				'and it is unknown again, both are cancelled: came late',
				[...neverHad, 'issue 2: HTTP 500', 'cancel 1: 2001', `cancel 2: ${code}`],
				'voided 2: httpStatus 500',
			],
			[
				'and it is unknown again, stays unknown where the cancel of the new one is unclear',
				[
					...neverHad,
					'issue 2: HTTP 500',
					`cancel 1: ${code}`,
					...threeTimes('cancel 2', 'A246', 5),
				],
				'unknown 2: httpStatus 500',
			],
			[
				'and its order is taken, stays unknown where NICEPAY still never had it',
				[...orderTaken, `cancel 1: ${code}`],
				'unknown 1: resultCode A127',
			],
			[
				'and its order is taken, stays unknown where the second cancel is unclear',
				[...orderTaken, ...threeTimes('cancel 1', '2014')],
				'unknown 1: undoRefused 2014',
			],
			[
				'and its order was taken by itself, is cancelled and sent once more',
				[...cancelledLate, 'issue 3: 4100'],
				'done 3',
			],
			[
				'and its order was taken by itself, and it is refused then',
				[...cancelledLate, 'issue 3: A127'],
				'rejected 3: A127',
			],
			[
				'and its order was taken by itself, and it never leaves then',
				[...cancelledLate, ...neverLeaves('issue 3')],
				'voided 1: timeout',
			],
			[
				'and its order was taken by itself, and it is unknown then, is cancelled',
				[...cancelledLate, 'issue 3: HTTP 500', 'cancel 3: 2001'],
				'voided 3: httpStatus 500',
			],
			[
				'and its order was taken by itself, and nothing is clear then, is unknown',
				[...cancelledLate, 'issue 3: HTTP 500', ...threeTimes('cancel 3', 'lost')],
				'unknown 3: httpStatus 500',
			],
		]);
	});

	describe('when the execution is stopped', () => {
		playEach('issue', [
			['with its lost reply, stays unknown', ['issue 1: lost, then stop'], 'unknown 1: timeout'],
			[
				'between two cancels, stays unknown',
				['issue 1: lost', 'cancel 1: 2014'],
				'unknown 1: undoRefused 2014',
				{ stopAt: 0.5 },
			],
			[
				'after the cancel, is voided',
				['issue 1: lost', 'cancel 1: 2001, then stop'],
				'voided 1: timeout',
			],
			[
				'after NICEPAY never had it, stays unknown',
				['issue 1: lost', 'cancel 1: 2012, then stop'],
				'unknown 1: timeout',
			],
			[
				'after it was lost again, stays unknown',
				['issue 1: lost', 'cancel 1: 2001', 'issue 2: HTTP 500, then stop'],
				'unknown 2: httpStatus 500',
			],
			[
				'after it came late, is voided',
				['issue 1: lost', 'cancel 1: 2012', 'issue 2: A127', 'cancel 1: 2001, then stop'],
				'voided 1: timeout',
			],
		]);
	});

	describe('both of whose issues may be open', () => {
		const lostTwice = ['issue 1: lost', 'cancel 1: 2012', 'issue 2: HTTP 500'];

		playEach('issue', [
			[
				'are both unknown, and the new one is told, when neither cancel is answered',
				[...lostTwice, ...threeTimes('cancel 1', 'lost'), ...threeTimes('cancel 2', 'lost')],
				'unknown 2: httpStatus 500',
			],
			[
				'leave the first unknown, when only the new one can be cancelled',
				[...lostTwice, ...threeTimes('cancel 1', 'lost'), 'cancel 2: 2001'],
				'unknown 1: timeout',
			],
			[
				'leave the new one unknown, when the execution is stopped',
				[...lostTwice.slice(0, 2), 'issue 2: HTTP 500, then stop'],
				'unknown 2: httpStatus 500',
			],
			[
				'leave the first unknown, when the new one is refused',
				[...lostTwice.slice(0, 2), 'issue 2: 4126', ...threeTimes('cancel 1', 'lost')],
				'unknown 1: timeout',
			],
		]);
	});

	describe('since an earlier run', () => {
		const openSince = { reason: 'httpStatus', status: 502 } as const;
		playEach('issue', [
			[
				'is cancelled first, then sent',
				['cancel 1: 2001', 'issue 2: 4100'],
				'done 2',
				{ openSince },
			],
			[
				'stays unknown for its old reason',
				threeTimes('cancel 1', 'lost'),
				'unknown 1: httpStatus 502',
				{ openSince },
			],
			[
				'is left alone where that is wanted',
				[],
				'unknown 1: httpStatus 502',
				{ openSince, lostReply: 'fail' },
			],
		]);
		playEach('issue under a TID of the user’s own', [
			['is sent again after a second', ['issue 9: 4100'], 'done 9', { openSince }],
		]);
		playEach('partial refund', [
			['is never sent again', [], 'unknown 1: httpStatus 502', { openSince }],
		]);
	});
});

describe('A request that may be sent again', () => {
	playEach('status query', [
		['is answered then', ['status 1: lost', 'status 1 after 1 s: 0000'], 'done 1'],
		[
			'is sent four times in all, a second apart',
			['status 1: lost', ...threeTimes('status 1', 'lost', 1, ' after 1 s')],
			'unknown 1: timeout',
		],
		[
			'is refused then, whatever the refusal',
			['status 1: lost', 'status 1 after 1 s: 2152'],
			'rejected 1: 2152',
		],
		[
			'tells why the last try was unknown',
			[
				'status 1: lost',
				'status 1 after 1 s: garbage',
				'status 1 after 1 s: disconnected',
				'status 1 after 1 s: HTTP 502',
			],
			'unknown 1: httpStatus 502',
		],
		[
			'tells what it knows when the last try never left',
			[
				'status 1: lost',
				'status 1 after 1 s: garbage',
				...neverLeaves('status 1', ' after 1 s'),
				...neverLeaves('status 1', ' after 1 s'),
			],
			'unknown 1: unreadable',
		],
		[
			'is left alone where that is wanted',
			['status 1: lost'],
			'unknown 1: timeout',
			{ lostReply: 'fail' },
		],
		[
			'is not sent once the execution is stopped',
			['status 1: lost, then stop'],
			'unknown 1: timeout',
		],
		[
			'is not sent when the execution is stopped in the pause',
			['status 1: lost', 'status 1 after 1 s: garbage'],
			'unknown 1: unreadable',
			{ stopAt: 1.5 },
		],
	]);

	playEach('full cancel', [
		['is done by the second try', ['cancel 1: lost', 'cancel 1 after 1 s: 2001'], 'done 1'],
		['was done by the first try', ['cancel 1: lost', 'cancel 1 after 1 s: 2015'], 'done 1'],
		[
			'was not done when NICEPAY has no such transaction',
			['cancel 1: lost', 'cancel 1 after 1 s: 2012'],
			'rejected 1: 2012',
		],
		[
			'was not done when somebody has paid in',
			['cancel 1: lost', 'cancel 1 after 1 s: 2047'],
			'rejected 1: 2047',
		],
		[
			'is unknown when the refusal may come of the first try',
			['cancel 1: lost', ...threeTimes('cancel 1', '2014', 1, ' after 1 s')],
			'unknown 1: repeatRefused 2014',
		],
		[
			'tells the newest reason: a refusal after what was lost',
			[
				'cancel 1: lost',
				'cancel 1 after 1 s: HTTP 500',
				'cancel 1 after 1 s: garbage',
				'cancel 1 after 1 s: 2014',
			],
			'unknown 1: repeatRefused 2014',
		],
		[
			'tells the newest reason: what was lost after a refusal',
			[
				'cancel 1: lost',
				'cancel 1 after 1 s: 2014',
				'cancel 1 after 1 s: 2014',
				'cancel 1 after 1 s: disconnected',
			],
			'unknown 1: disconnected',
		],
		[
			'is patient where NICEPAY limits the rate',
			[
				'cancel 1: lost',
				'cancel 1 after 1 s: A246',
				'cancel 1 after 5 s: A246',
				'cancel 1 after 5 s: 2001',
			],
			'done 1',
		],
		[
			'is no more patient than that after another answer',
			[
				'cancel 1: lost',
				'cancel 1 after 1 s: A246',
				'cancel 1 after 5 s: lost',
				'cancel 1 after 1 s: 2001',
			],
			'done 1',
		],
	]);

	playEach('issue under a TID of the user’s own', [
		['is issued then', ['issue 9: lost', 'issue 9 after 1 s: 4100'], 'done 9'],
		[
			'is unknown when its TID is taken: by itself, perhaps',
			['issue 9: lost', ...threeTimes('issue 9', 'A225', 1, ' after 1 s')],
			'unknown 9: repeatRefused A225',
		],
		[
			'is unknown whatever the refusal',
			['issue 9: lost', ...threeTimes('issue 9', '4126', 1, ' after 1 s')],
			'unknown 9: repeatRefused 4126',
		],
	]);
});

describe('A partial refund whose outcome is unknown', () => {
	playEach('partial refund', [
		['is never sent again: lost', ['cancel 1: lost'], 'unknown 1: timeout'],
		['is never sent again: in progress', ['cancel 1: 2212'], 'unknown 1: resultCode 2212'],
		[
			'is never sent again: cancelled before',
			['cancel 1: 2015'],
			'unknown 1: alreadyCancelledInPart 2015',
		],
	]);
});

describe('A server that cannot be reached', () => {
	/** Sends one status query after another, with what they know of the server in common. */
	async function sendInTurn(script: readonly string[], reachability?: Reachability) {
		const nicepay = new ScriptedNicepay(script);
		const results: string[] = [];
		while (nicepay.played.length < script.length) {
			const request = await REQUESTS['status query'](nicepay);
			const context = { ...nicepay.context, reachability };
			results.push(describeResult({ request, result: await send<object>(request, context) }));
		}
		expect(nicepay.played).toEqual(script);
		return results;
	}
	const never = 'neverSent 1: ECONNREFUSED';

	it('is tried once for each request after the first has waited in vain', async () => {
		const script = [...neverLeaves('status 1'), 'status 1: never sent', 'status 1: never sent'];
		expect(await sendInTurn(script, { isUnreachable: false })).toEqual([never, never, never]);
	});

	it.each(['0000', 'lost', '2152'])(
		'is worth all pauses again after an answer (%s)',
		async (what) => {
			const script = [
				...neverLeaves('status 1'),
				'status 1: never sent',
				`status 1: ${what}`,
				...neverLeaves('status 1'),
				'status 1: never sent',
			];
			const results = await sendInTurn(script, { isUnreachable: false });
			expect(results.map((result) => result === never)).toEqual([true, true, false, true, true]);
		},
	);

	it('is worth no pause to a request while another has found it out of reach', async () => {
		const script = ['status 1: never sent', 'status 1: 0000'];
		expect(await sendInTurn(script, { isUnreachable: true })).toEqual([never, 'done 1']);
	});

	it('is out of reach for all when a request can never leave', async () => {
		const reachability = { isUnreachable: false };
		await sendInTurn(['status 1: never sent, for good', 'status 1: never sent'], reachability);
		expect(reachability.isUnreachable).toBe(true);
	});

	it('is worth all pauses each time where requests have nothing in common', async () => {
		const script = [...neverLeaves('status 1'), ...neverLeaves('status 1')];
		expect(await sendInTurn(script)).toEqual([never, never]);
	});

	describe('in a batch that has given up', () => {
		/** An answer comes, but is lost; then the server is out of reach, as another request finds out. */
		const playGivenUp = async (name: RequestName, script: readonly string[]) => {
			const nicepay = new ScriptedNicepay(script);
			const reachability = { isUnreachable: true };
			const { transport } = nicepay.context;
			const sent = await sendWithRecovery<object>(
				await REQUESTS[name](nicepay),
				{
					...nicepay.context,
					reachability,
					transport: {
						post: async (posting) => {
							reachability.isUnreachable = true;
							return await transport.post(posting);
						},
					},
					sleep: async (milliseconds) => {
						reachability.isUnreachable = true;
						await nicepay.sleep(milliseconds);
					},
				},
				'recover',
			);
			expect(nicepay.played).toEqual(script);
			return describeResult(sent);
		};

		it('is worth every pause to a request that may have left', async () => {
			const script = ['status 1: lost', ...neverLeaves('status 1', ' after 1 s')];
			const last = ['status 1 after 1 s: 0000'];
			expect(await playGivenUp('status query', [...script, ...last])).toBe('done 1');
		});

		it('is worth every pause to the cancel of an issue, and to the new issue', async () => {
			const script = [
				'issue 1: lost',
				...neverLeaves('cancel 1').slice(0, 3),
				'cancel 1 after 5 s: 2001',
				...neverLeaves('issue 2').slice(0, 3),
				'issue 2 after 5 s: 4100',
			];
			expect(await playGivenUp('issue', script)).toBe('done 2');
		});
	});

	it('stays so for a batch whatever a recovery finds', async () => {
		const tries = Array(3).fill(neverLeaves('status 1', ' after 1 s'));
		const nicepay = new ScriptedNicepay(['status 1: lost', ...tries.flat()]);
		const reachability = { isUnreachable: false };
		const context = { ...nicepay.context, reachability };
		await sendWithRecovery<object>(await REQUESTS['status query'](nicepay), context, 'recover');
		expect(reachability.isUnreachable).toBe(false);
	});
});

describe('A request that n8n cannot stop', () => {
	const terms = { context: { stop: undefined } };
	playEach('issue', [
		['is sent', ['issue 1: 4100'], 'done 1', terms],
		['is sent after pauses', neverLeaves('issue 1'), 'neverSent 1: ECONNREFUSED', terms],
		['is settled', ['issue 1: lost', 'cancel 1: 2001', 'issue 2: 4100'], 'done 2', terms],
	]);
});

describe('What is sent', () => {
	it('is signed anew each time, and posted as the context says', async () => {
		const nicepay = new ScriptedNicepay(['status 1: lost', 'status 1 after 1 s: 0000']);
		await sendWithRecovery<object>(
			await REQUESTS['status query'](nicepay),
			nicepay.context,
			'recover',
		);
		expect(nicepay.posted).toMatchObject([
			{
				url: 'https://nicepay.test/prefix/webapi/inquery/trans_status.jsp',
				headers: { 'content-type': 'application/x-www-form-urlencoded; charset=euc-kr' },
				body: expect.stringContaining('EdiDate=20260102150405&'),
				connectTimeout: 2_000,
				replyTimeout: 5_000,
				connections: 3,
				stop: nicepay.context.stop,
			},
			{ body: expect.stringContaining('EdiDate=20260102150406&') },
		]);
	});

	it.each(['JSON', 'KV'])('is answered in %s, and without the merchant key', async (EdiType) => {
		const nicepay = new ScriptedNicepay(['issue 1: 4100']);
		const request = await issueVirtualAccount.prepare({ ...ISSUE, EdiType }, nicepay.settings);
		const { merchant } = nicepay.context;
		const result = await send<object>(request, {
			...nicepay.context,
			merchant: { ...merchant, merchantKey: '말 4100' },
		});
		expect(result).toMatchObject({ kind: 'done', result: { tid: tidOf(1), resultMessage: null } });
	});
});
