import type { N8nClient } from '../../harness/n8n/N8nClient';

const TABLE = 'nicepay_students';

/** As in `workflows/monthly-tuition.json`, which creates the table if it is missing. */
const COLUMNS = [
	{ name: 'studentId', type: 'string' },
	{ name: 'name', type: 'string' },
	{ name: 'email', type: 'string' },
	{ name: 'course', type: 'string' },
	{ name: 'tuition', type: 'number' },
	{ name: 'active', type: 'boolean' },
];

const STUDENTS = [
	{ studentId: 'S1', name: '홍길동', course: '수학', tuition: 250_000, active: true },
	{ studentId: 'S2', name: '김철수', course: '영어 회화', tuition: 180_000, active: true },
	{ studentId: 'S3', name: '이영희', course: '피아노', tuition: 150_000, active: true },
	{ studentId: 'S4', name: '박처음', course: '코딩', tuition: 200_000, active: false },
].map((student) => ({ ...student, email: `${student.studentId.toLowerCase()}@example.com` }));

interface Tables {
	readonly data: ReadonlyArray<{ readonly name: string }>;
}

/** Creates the students for the monthly tuition, unless an earlier start has. */
export async function enrolStudents(client: N8nClient): Promise<void> {
	const { id } = (await client.request('GET', '/projects/personal')) as { id: string };
	const path = `/projects/${id}/data-tables`;
	const { data } = (await client.request('GET', `${path}?take=100`)) as Tables;
	if (data.some(({ name }) => name === TABLE)) return;
	const table = await client.request('POST', path, { name: TABLE, columns: COLUMNS });
	const { id: tableId } = table as { id: string };
	await client.request('POST', `${path}/${tableId}/insert`, { data: STUDENTS });
}
