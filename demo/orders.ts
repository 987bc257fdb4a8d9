/** What a shop might have sold this morning. Amounts in won. */
export const orders = [
	{
		orderId: 'DEMO-1001',
		goods: '11월 수학 수강료',
		amount: 250_000,
		bank: '088',
		buyer: '홍길동',
	},
	{ orderId: 'DEMO-1002', goods: '철학 교재 2권', amount: 38_000, bank: '004', buyer: '김철수' },
	{
		orderId: 'DEMO-1003',
		goods: '청소년 캠프 참가비',
		amount: 120_000,
		bank: '011',
		buyer: '이영희',
	},
	{ orderId: 'DEMO-1004', goods: '처음 만나는 코딩', amount: 45_000, bank: '020', buyer: '박처음' },
] as const;
