import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { EndpointName, MessageFields } from '../protocol/messageFields';
import type { Merchant } from '../protocol/sign';
import type { PreparedRequest } from '../request/PreparedRequest';
import type { ItemReader } from './ItemReader';
import type { NodeOptions } from './options';

/** Identifies an item's request, so that a second run recognises it. */
export interface ItemIdentity {
	/** The same whenever the node runs again; different for any other request. */
	readonly identity: readonly string[];
	/** Order number that no two items of a run may share. */
	readonly uniqueOrder?: string;
	/** TID that no two items of a run may share. */
	readonly uniqueTid?: string;
	/** The account to issue: its order (`Moid`), amount (`Amt`) and, if it is the user's own, `TID`. */
	readonly newAccount?: MessageFields;
	/** Key under which a partial refund is remembered beyond this execution. */
	readonly guardedRefund?: string;
}

/** What the requests of one merchant share in a run. */
export interface MerchantSettings {
	readonly merchant: Merchant;
	readonly options: NodeOptions;
	/** Makes a new TID. */
	readonly nextTid: () => Promise<string>;
	/** Makes a new TID far from those of `nextTid`: where one of them is taken, its neighbours are too. */
	readonly otherTid: () => Promise<string>;
}

/** One of the node's operations: what the editor shows, and how parameters become a message. */
export interface Operation {
	/** What “Operation” offers, in the editor and to AI agents. */
	readonly choice: INodePropertyOptions & { readonly value: string };
	/** What the canvas shows below the node's name. */
	readonly subtitle: string;
	readonly properties: readonly INodeProperties[];
	readonly additionalFields?: INodeProperties;

	readonly endpoint: EndpointName;
	/** Completes “NICEPAY refused to …”. */
	readonly verb: string;
	/** Completes “600 of 3,000 …” in the log. */
	readonly participle: string;
	/** What is unknown when there is no clear reply, after “It is unknown whether …”, and how to find out. */
	readonly unknownOutcome: {
		readonly whether: string;
		readonly findOut: (fields: MessageFields) => string;
	};
	/** Reads what identifies the item's request. @throws {InvalidItemError} */
	identify(item: ItemReader): ItemIdentity;
	/** Reads the message, except for what all items share. @throws {InvalidItemError} */
	read(item: ItemReader): MessageFields;
	/**
	 * Makes a checked message ready to go out.
	 *
	 * @param lostTid the TID under which an earlier run sent it, when its outcome is unknown since
	 */
	prepare(
		fields: MessageFields,
		settings: MerchantSettings,
		lostTid?: string,
	): Promise<PreparedRequest<object>> | PreparedRequest<object>;
}
