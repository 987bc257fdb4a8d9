import type { N8nClient } from '../../harness/n8n/N8nClient';

const TABLE = 'nicepay_students';

/** As in `workflows/monthly-tuition.json`, which makes the table where it is missing. */
const COLUMNS = [
	{ name: 'studentId', type: 'string' },
	{ name: 'name', type: 'string' },
	{ name: 'email', type: 'string' },
	{ name: 'course', type: 'string' },
	{ name: 'tuition', type: 'number' },
	{ name: 'active', type: 'boolean' },
] as const;

type Student = Readonly<Record<(typeof COLUMNS)[number]['name'], string | number | boolean>>;

const student = (
	studentId: string,
	name: string,
	course: string,
	tuition: number,
	active = true,
): Student => ({
	studentId,
	name,
	email: `${studentId.toLowerCase()}@example.com`,
	course,
	tuition,
	active,
});

const STUDENTS: readonly Student[] = [
	student('S1', '홍길동', '수학', 250_000),
	student('S2', '김철수', '영어 회화', 180_000),
	student('S3', '이영희', '피아노', 150_000),
	student('S4', '박처음', '코딩', 200_000, false),
];

interface Tables {
	readonly data: ReadonlyArray<{ readonly name: string }>;
}

/** Gives the monthly tuition somebody to issue for. A table from an earlier start stays as it is. */
export async function enrolStudents(client: N8nClient): Promise<void> {
	const { id } = (await client.request('GET', '/projects/personal')) as { id: string };
	const path = `/projects/${id}/data-tables`;
	const { data } = (await client.request('GET', `${path}?take=100`)) as Tables;
	if (data.some(({ name }) => name === TABLE)) return;
	const table = await client.request('POST', path, { name: TABLE, columns: COLUMNS });
	const { id: tableId } = table as { id: string };
	await client.request('POST', `${path}/${tableId}/insert`, { data: STUDENTS });
}
