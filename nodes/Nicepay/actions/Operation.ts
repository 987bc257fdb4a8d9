import type { IDataObject } from 'n8n-workflow';

import type { PreparedRequest } from '../execution/PreparedRequest';
import type { EndpointName, MessageFields } from '../protocol/messages';
import type { ReplyFields } from '../protocol/reply';
import type { Merchant } from '../protocol/sign';
import type { NodeOptions } from './options';

/** What an operation may read of an item and of its surroundings. */
export interface ItemSource {
	/** A parameter of the item. */
	parameter: (name: string) => unknown;
	/** A member of the item's “Additional Fields”. */
	additional: (name: string) => unknown;
	/** The merchant ID that signs. */
	mid: string;
	options: NodeOptions;
	/** The workflow's time zone, an IANA name. */
	zone: string;
	now: Date;
}

/** What an item asks for, in so far as it tells it from others. */
export interface ItemIdentity {
	/** The same when the node runs again; another for another request. */
	readonly identity: readonly string[];
	/** Order number that no two items of a run may share. */
	readonly uniqueOrder?: string;
	/** TID that no two items of a run may share. */
	readonly uniqueTid?: string;
	/** Key under which a partial refund is remembered beyond this execution. */
	readonly guardedRefund?: string;
}

export interface PreparationContext {
	readonly merchant: Merchant;
	readonly options: NodeOptions;
	/** Makes a new TID. */
	readonly nextTid: () => Promise<string>;
	/** Makes a new TID away from those of {@link nextTid}: where one is taken, so are its neighbours. */
	readonly otherTid: () => Promise<string>;
}

/** One of the node's operations: parameters to a message, reply to output. */
export interface Operation {
	readonly endpoint: EndpointName;
	/** What the operation does, after “NICEPAY refused to …”. */
	readonly verb: string;
	/** What is unknown when a reply is lost, and how to find out. */
	readonly openQuestion: { readonly whether: string; readonly findOut: string };
	/** What progress counts, after “600 of 3,000”. */
	readonly participle: string;
	/** Reads what tells the item from others. @throws {InvalidItem} */
	identify(source: ItemSource): ItemIdentity;
	/** Reads the message, but for what all items share. @throws {InvalidItem} */
	read(source: ItemSource): MessageFields;
	/**
	 * A checked message, ready to go out.
	 *
	 * @param lostTid the TID under which an earlier run sent it, when its reply was lost
	 */
	prepare(
		fields: MessageFields,
		context: PreparationContext,
		lostTid?: string,
	): Promise<PreparedRequest<object>> | PreparedRequest<object>;
}

/** An operation's result as an item's data. */
export const asJson = (result: object): IDataObject => ({ ...result });

/**
 * A reply's own fields as an item's data. A field named `error` gets another name: n8n takes an item
 * with it for a failed one, and would run the node again.
 */
export const rawJson = ({ error, ...reply }: ReplyFields): IDataObject =>
	error === undefined ? reply : { ...reply, error_: error };
