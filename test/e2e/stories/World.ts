import type { Sandbox } from '../../../sandbox/Sandbox';
import type { N8nClient } from '../../../harness/n8n/N8nClient';
import type { N8nServer } from '../../../harness/n8n/N8nServer';
import type { Report } from '../Report';
import type { NodeSettings } from '../../../harness/n8n/workflow';

/** Where a story takes place: an n8n with the package, and a NICEPAY. */
export interface World {
	readonly report: Report;
	/** Another one after a restart. */
	n8n: N8nServer;
	readonly client: N8nClient;
	readonly sandbox: Sandbox;
	readonly sandboxUrl: string;
	/** What a node needs to use the credential. */
	readonly credentials: Required<Pick<NodeSettings, 'credentials'>>;
}
