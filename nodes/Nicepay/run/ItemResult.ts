import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../failures/failure';
import type { MessageFields } from '../protocol/messageFields';
import type { RequestIdentity } from '../request/ExecutionRecord';

/** What becomes of an item: its data, why it has none, or that this run did not reach it. */
export type ItemResult =
	| { readonly kind: 'done'; readonly json: IDataObject; readonly sent: RequestIdentity }
	| { readonly kind: 'failed'; readonly failure: Failure }
	| { readonly kind: 'notReached'; readonly fields: MessageFields };
