import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { DataDeduplicationService, InstanceSettings } from 'n8n-core';

import { capturingLogger } from './LogBook';
import { processedDataOfWorkflow } from './ProcessedData';

let ready: Promise<void> | undefined;

async function prepare(): Promise<void> {
	Container.set(Logger, capturingLogger());
	createInstanceSettings();
	await DataDeduplicationService.init(processedDataOfWorkflow);
}

/** InstanceSettings writes a key file once and never reads it again, so the folder can be deleted at once. */
function createInstanceSettings(): void {
	const before = process.env.N8N_USER_FOLDER;
	const folder = mkdtempSync(path.join(tmpdir(), 'n8n-engine-'));
	process.env.N8N_USER_FOLDER = folder;
	try {
		Container.get(InstanceSettings);
	} finally {
		rmSync(folder, { recursive: true, force: true });
		if (before === undefined) delete process.env.N8N_USER_FOLDER;
		else process.env.N8N_USER_FOLDER = before;
	}
}

/** Sets up n8n-core's globals once per process: its logger, its settings and its processed data. */
export async function prepareRuntime(): Promise<void> {
	ready ??= prepare();
	await ready;
}
