import { PackageDirectoryLoader } from 'n8n-core';
import type { ICredentialType, INodeType, IVersionedNodeType } from 'n8n-workflow';

import { prepareRuntime } from './runtime';

/** The node types of a package by the name that workflows use (`package.node`), and its credential types. */
export interface LoadedPackage {
	name: string;
	nodeTypes: Record<string, INodeType | IVersionedNodeType>;
	credentialTypes: Record<string, ICredentialType>;
}

/**
 * Loads a built package the way n8n does when it starts.
 *
 * @param directory the folder of `package.json`, whose `n8n` section lists the built files
 */
export async function loadPackage(directory: string): Promise<LoadedPackage> {
	await prepareRuntime();
	const loader = new PackageDirectoryLoader(directory);
	await loader.loadAll();
	const { packageName, nodeTypes, credentialTypes } = loader;
	return {
		name: packageName,
		nodeTypes: mapEntries(nodeTypes, (name, { type }) => [`${packageName}.${name}`, type]),
		credentialTypes: mapEntries(credentialTypes, (name, { type }) => [name, type]),
	};
}

function mapEntries<From, To>(
	table: Record<string, From>,
	map: (key: string, value: From) => [string, To],
): Record<string, To> {
	return Object.fromEntries(Object.entries(table).map(([key, value]) => map(key, value)));
}
