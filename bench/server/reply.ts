const { stringify } = JSON;

/** The reply to an issue: 4100 for whatever asks. Reads no more of the form than it echoes. */
export function replyTo(form: string): Buffer {
	const amount = fieldOf(form, 'Amt').padStart(12, '0');
	return Buffer.from(
		`{"ResultCode":"4100","ResultMsg":"가상계좌 발급 성공",` +
			`"TID":${stringify(fieldOf(form, 'TID'))},"Moid":${stringify(fieldOf(form, 'Moid'))},"Amt":"${amount}",` +
			`"AuthDate":"261101090000","VbankBankCode":"088","VbankBankName":"신한은행            ",` +
			`"VbankNum":"56211102345678","VbankExpDate":"20991231","VbankExpTime":"235900"}`,
	);
}

/** TID, Moid and Amt of the bench need no unescaping. */
function fieldOf(form: string, name: string): string {
	const start = form.startsWith(`${name}=`) ? 0 : form.indexOf(`&${name}=`) + 1;
	const value = start + name.length + 1;
	const end = form.indexOf('&', value);
	return form.slice(value, end < 0 ? undefined : end);
}
