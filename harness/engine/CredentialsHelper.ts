import { getAdditionalKeys } from 'n8n-core';
import { deepCopy, ICredentialsHelper, NodeHelpers, Workflow } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsExpressionResolveValues,
	ICredentialType,
	INode,
	INodeTypes,
	IExecuteData,
	IHttpRequestOptions,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';

/** Credential data by ID. The ID may be the name of the credential type. */
export type CredentialTable = Record<string, ICredentialDataDecryptedObject>;

/** Where an expression has neither items nor other nodes to read from. */
const NO_NODE: INode = {
	id: '',
	name: '',
	type: 'none',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const NOWHERE = new Workflow({
	nodes: [NO_NODE],
	connections: {},
	active: false,
	nodeTypes: { getByNameAndVersion: () => undefined } as unknown as INodeTypes,
});

/** Provides credentials to nodes, and signs requests with the credential types' own `authenticate`. */
export class CredentialsHelper extends ICredentialsHelper {
	constructor(
		private readonly types: Record<string, ICredentialType>,
		private readonly credentials: CredentialTable,
		private readonly onDecrypt: () => void = () => {},
	) {
		super();
	}

	/** Whether there are credentials of this type for a node that names none. */
	has(type: string): boolean {
		return type in this.credentials;
	}

	getParentTypes(name: string): string[] {
		return (this.types[name]?.extends ?? []).flatMap((parent) => [
			parent,
			...this.getParentTypes(parent),
		]);
	}

	isCredentialUsableByNode(type: string, nodeType: string): boolean {
		const credential = this.types[type];
		if (!credential?.restrictToSupportedNodes) return true;
		return (credential.supportedNodes ?? []).some((name) => nodeType.endsWith(`.${name}`));
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		const options = requestOptions as IHttpRequestOptions;
		const { authenticate } = this.type(typeName);
		if (authenticate === undefined) return options;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		throw new Error(
			`"${typeName}" authenticates with a template, and only functions are supported here`,
		);
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('Credentials are kept decrypted here, so there is no encrypted form');
	}

	/**
	 * Like n8n, adds the properties' defaults to the stored data and resolves expressions: for one item, or
	 * where there is none, as in a trigger.
	 */
	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		{ id }: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		item?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		this.onDecrypt();
		const stored = this.credentials[id ?? type] ?? this.credentials[type];
		if (stored === undefined) {
			throw new Error(`Credential with ID "${id}" does not exist for type "${type}".`);
		}
		const data = deepCopy(stored);
		if (raw) return data;
		const defaults = this.getCredentialsProperties(type);
		const withDefaults = NodeHelpers.getNodeParameters(
			defaults,
			data as never,
			true,
			false,
			null,
			null,
		);
		const whole = { ...data, ...(withDefaults as ICredentialDataDecryptedObject) };
		const additionalKeys = getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		if (!item) {
			return NOWHERE.expression.getComplexParameterValue(
				NO_NODE,
				whole as INodeParameters,
				mode,
				additionalKeys,
				undefined,
				undefined,
				whole as INodeParameters,
			) as ICredentialDataDecryptedObject;
		}
		try {
			return item.workflow.expression.getParameterValue(
				whole as INodeParameters,
				item.runExecutionData,
				item.runIndex,
				item.itemIndex,
				item.node.name,
				item.connectionInputData,
				mode,
				additionalKeys,
				executeData,
				false,
				whole as INodeParameters,
			) as ICredentialDataDecryptedObject;
		} catch (error) {
			if (error instanceof Error) error.message += ' [Error resolving credentials]';
			throw error;
		}
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	getCredentialsProperties(type: string): INodeProperties[] {
		return [type, ...this.getParentTypes(type)].flatMap((name) => this.type(name).properties);
	}

	private type(name: string): ICredentialType {
		const type = this.types[name];
		if (type === undefined) throw new Error(`No credential type "${name}"`);
		return type;
	}
}
