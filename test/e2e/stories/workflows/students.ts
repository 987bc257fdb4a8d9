import type { Json } from '../../../../harness/n8n/N8nClient';
import type { WorkflowJson } from '../../../../harness/n8n/workflow';
import type { DataTables } from './DataTables';

/** A row of `nicepay_students`. */
export const student = (studentId: string, more: Json = {}): Json => ({
	studentId,
	name: `학생${studentId}`,
	email: `student-${studentId}@example.com`,
	course: '피아노',
	tuition: '150,000원',
	bank: 'KB국민',
	active: true,
	...more,
});

/** `count` students, numbered from 1. */
export const studentsOf = (name: string, count: number, more: Json = {}): Json[] =>
	Array.from({ length: count }, (_, index) => student(`${name}${index + 1}`, more));

/** The order of a student's tuition for this month. */
export const orderOf = (studentId: unknown): string => {
	const month = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 7).replace('-', '');
	return `TUITION-${month}-${String(studentId)}`;
};

/** Adds students to the table, in this order. */
export const enrol = async (tables: DataTables, students: readonly Json[]): Promise<void> =>
	await tables.insert('nicepay_students', students);

/** Adds students; those before have left. */
export async function enrolOnly(tables: DataTables, students: readonly Json[]): Promise<void> {
	await tables.update('nicepay_students', 'active', true, { active: false });
	await enrol(tables, students);
}

/** Changes parameters of a node, as a person does in the editor. */
export const withParameters = <Workflow extends WorkflowJson>(
	workflow: Workflow,
	name: string,
	parameters: Json,
): Workflow => ({
	...workflow,
	nodes: workflow.nodes.map((node) =>
		node.name === name ? { ...node, parameters: { ...node.parameters, ...parameters } } : node,
	),
});
