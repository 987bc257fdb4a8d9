import assert from 'node:assert/strict';

import type { Json, N8nClient } from '../../../../harness/n8n/N8nClient';

/** n8n gives so many rows at a time. */
const PAGE = 200;

interface Page {
	readonly data: readonly Json[];
}

/** n8n's data tables, through the REST API its editor uses. */
export class DataTables {
	private constructor(
		private readonly client: N8nClient,
		private readonly projectId: string,
	) {}

	static async open(client: N8nClient): Promise<DataTables> {
		const { id } = (await client.request('GET', '/projects/personal')) as { id: string };
		return new DataTables(client, id);
	}

	async rows(table: string): Promise<readonly Json[]> {
		const path = `${await this.pathOf(table)}/rows`;
		const rows: Json[] = [];
		for (;;) {
			const query = `take=${PAGE}&skip=${rows.length}&sortBy=id:asc`;
			const page = (await this.client.request('GET', `${path}?${query}`)) as Page;
			rows.push(...page.data);
			if (page.data.length < PAGE) return rows;
		}
	}

	/** The one row whose `column` is `value`. */
	async row(table: string, column: string, value: unknown): Promise<Json> {
		const found = (await this.rows(table)).filter((row) => row[column] === value);
		assert.equal(found.length, 1, `${table}: ${found.length} rows with ${column} ${String(value)}`);
		return found[0] ?? {};
	}

	/** Types rows into a table, as a person does in the editor. */
	async insert(table: string, rows: readonly Json[]): Promise<void> {
		await this.client.request('POST', `${await this.pathOf(table)}/insert`, { data: rows });
	}

	/** Changes the rows whose `column` is `value`. */
	async update(table: string, column: string, value: unknown, data: Json): Promise<void> {
		const filters = [{ columnName: column, condition: 'eq', value }];
		await this.client.request('PATCH', `${await this.pathOf(table)}/rows`, {
			filter: { type: 'and', filters },
			data,
		});
	}

	async renameColumn(table: string, from: string, to: string): Promise<void> {
		const path = `${await this.pathOf(table)}/columns`;
		const columns = (await this.client.request('GET', path)) as ReadonlyArray<{
			id: string;
			name: string;
		}>;
		const column = columns.find(({ name }) => name === from);
		assert.ok(column, `${table} has no column ${from}`);
		await this.client.request('PATCH', `${path}/${column.id}/rename`, { name: to });
	}

	private async pathOf(table: string): Promise<string> {
		const base = `/projects/${this.projectId}/data-tables`;
		const { data } = (await this.client.request('GET', `${base}?take=100`)) as {
			data: ReadonlyArray<{ id: string; name: string }>;
		};
		const found = data.find(({ name }) => name === table);
		assert.ok(found, `there is no data table ${table}`);
		return `${base}/${found.id}`;
	}
}
