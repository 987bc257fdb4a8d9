import { helpersTransport } from '../../../../nodes/Nicepay/transport/helpersTransport';
import type { Transport } from '../../../../nodes/Nicepay/transport/Transport';
import { describeTransport } from './contract';
import { n8nHelpers } from './n8nHelpers';

const opened = n8nHelpers().then(helpersTransport);
const transport: Transport = { post: async (posting) => await (await opened).post(posting) };

describeTransport('n8n’s request helper', () => transport);
