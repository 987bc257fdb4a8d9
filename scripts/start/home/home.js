/** Shows new mails without loading the page again. */
'use strict';

setInterval(async () => {
	if (document.hidden) return;
	const reply = await fetch(location.href).catch(() => undefined);
	if (!reply?.ok) return;
	const fresh = new DOMParser().parseFromString(await reply.text(), 'text/html');
	const [shown, now] = [document, fresh].map((page) => page.getElementById('mails'));
	if (shown.innerHTML !== now.innerHTML) shown.innerHTML = now.innerHTML;
}, 2_000);
