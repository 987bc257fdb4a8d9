import type { N8nClient } from '../../harness/n8n/N8nClient';

const TABLE = 'nicepay_students';

/** As in `workflows/monthly-tuition.json`, which creates the table if it is missing. */
const COLUMNS = [
	{ name: 'studentId', type: 'string' },
	{ name: 'name', type: 'string' },
	{ name: 'email', type: 'string' },
	{ name: 'course', type: 'string' },
	{ name: 'tuition', type: 'string' },
	{ name: 'bank', type: 'string' },
	{ name: 'payBy', type: 'string' },
	{ name: 'cashReceipt', type: 'string' },
	{ name: 'cashReceiptNumber', type: 'string' },
	{ name: 'active', type: 'boolean' },
];

/** As a spreadsheet has them. */
const STUDENTS = [
	{ studentId: 'S1', name: '홍길동', course: '수학', tuition: '250,000원', active: true },
	{
		studentId: 'S2',
		name: '김철수',
		course: '영어 회화',
		tuition: '180,000',
		bank: '신한',
		active: true,
	},
	{ studentId: 'S3', name: '이영희', course: '피아노', tuition: '150000', active: true },
	{ studentId: 'S4', name: '박처음', course: '코딩', tuition: '200,000원', active: false },
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
