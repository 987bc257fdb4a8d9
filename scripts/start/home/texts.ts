import type { Language } from '../../../sandbox/console/language';

const en = {
	title: 'NICEPAY for n8n',
	noMoney: 'Everything here runs on this machine, against a sandbox: no money moves.',
	steps: 'Try it in five minutes',
	order: 'Issue a virtual account: fill in the form',
	payIn: 'Act as the customer: pay in on the sandbox console',
	look: 'See in n8n’s editor what the workflows did',
	editor: 'n8n editor (signs you in)',
	console: 'Sandbox console',
	forms: 'Forms of the example workflows',
	mails: 'Mails sent by the workflows',
	noMails: 'None yet. Mails stay here and are not delivered to anyone.',
	to: 'to',
	login: 'If n8n asks for a login',
};

const ko: typeof en = {
	title: 'n8n용 나이스페이',
	noMoney: '모두 이 컴퓨터의 샌드박스에서 실행됩니다. 실제 입출금은 발생하지 않습니다.',
	steps: '5분 만에 체험하기',
	order: '가상계좌 발급: 주문 양식을 작성합니다',
	payIn: '고객으로 입금: 샌드박스 콘솔에서 입금합니다',
	look: 'n8n 편집기에서 워크플로 실행 결과를 확인합니다',
	editor: 'n8n 편집기 (자동 로그인)',
	console: '샌드박스 콘솔',
	forms: '예제 워크플로의 양식',
	mails: '워크플로가 보낸 메일',
	noMails: '아직 없습니다. 메일은 이 화면에만 보관되며 실제로 발송되지 않습니다.',
	to: '받는 사람',
	login: 'n8n이 로그인을 요구하면',
};

export const TEXTS: Readonly<Record<Language, typeof en>> = { en, ko };
