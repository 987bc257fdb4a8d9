import type {
	INodeParameters,
	INodeProperties,
	INodeTypeDescription,
	NodeParameterValueType,
} from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import type { ExportedNode } from './exported';

const isExpression = (value: unknown): boolean => typeof value === 'string' && value[0] === '=';

const isObject = (value: unknown): value is INodeParameters =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What is wrong with a node's parameters by its description: names nobody knows, values that are no
 * option, required ones that are missing. Empty when the editor would show no issue.
 */
export function wrongParameters(node: ExportedNode, description: INodeTypeDescription): string[] {
	const { properties } = description;
	const { id, name, type, typeVersion, parameters } = node;
	const bare = { id, name, type, typeVersion, parameters, position: [0, 0] as [number, number] };
	// What an export leaves out has its default.
	const whole = NodeHelpers.getNodeParameters(
		properties,
		parameters,
		true,
		false,
		bare,
		description,
	);
	const issues = NodeHelpers.getNodeParametersIssues(
		properties,
		{ ...bare, parameters: whole ?? {} },
		description,
	);
	return [
		...wrongIn(parameters, properties),
		...Object.values(issues?.parameters ?? {}).flat(),
	].map((wrong) => `${name}: ${wrong}`);
}

function wrongIn(parameters: INodeParameters, properties: readonly INodeProperties[]): string[] {
	return Object.entries(parameters).flatMap(([name, value]) => {
		const named = properties.filter((property) => property.name === name);
		if (named.length === 0) return [`there is no parameter ${name}`];
		const wrong = named.map((property) => wrongValue(property, value));
		// A name may stand for several properties, of which the display conditions show one.
		return wrong.some((list) => list.length === 0) ? [] : (wrong[0] ?? []);
	});
}

function wrongValue(property: INodeProperties, value: NodeParameterValueType): string[] {
	const options = (property.options ?? []) as readonly INodeProperties[];
	if (property.type === 'collection')
		return isObject(value) ? wrongIn(value, options) : ['no object'];
	if (property.type !== 'options' && property.type !== 'multiOptions') return [];
	if (isExpression(value)) return [];
	const allowed = options.map((option) => ('value' in option ? option.value : undefined));
	return [value]
		.flat()
		.filter((one) => !allowed.includes(one))
		.map((one) => `${property.name} has no option ${String(one)}`);
}
