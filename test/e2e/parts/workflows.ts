import path from 'node:path';

import { openWorld } from '../stories/openWorld';
import { depositToPaid } from '../stories/workflows/depositToPaid';
import { issueFromForm } from '../stories/workflows/issueFromForm';
import { liveCheck } from '../stories/workflows/liveCheck';
import { monthlyTuition } from '../stories/workflows/monthlyTuition';
import { openOffice } from '../stories/workflows/Office';
import { orderToDelivery } from '../stories/workflows/orderToDelivery';
import { overdueAndReconcile } from '../stories/workflows/overdueAndReconcile';
import { refundWithApproval } from '../stories/workflows/refundWithApproval';
import type { Part } from '../Part';

/** The example workflows of `workflows/`, imported as they are and run to their end. */
export const workflows: Part = {
	name: 'workflows',
	title: 'Example workflows',
	run: async (context) => {
		const { report } = context;
		const userFolder = path.join(context.folder, 'n8n');
		const world = await openWorld(context, { release: 'n8n', userFolder });
		const office = await openOffice(world, context.cleanup);

		await report.group('issue-from-form', async () => await issueFromForm(office));
		await report.group('monthly-tuition', async () => await monthlyTuition(office));
		await report.group('deposit-to-paid', async () => await depositToPaid(office));
		await report.group('order-to-delivery', async () => await orderToDelivery(office));
		await report.group('refund-with-approval', async () => await refundWithApproval(office));
		await report.group('overdue-and-reconcile', async () => await overdueAndReconcile(office));
		await report.group('live-check', async () => await liveCheck(office));
	},
};
