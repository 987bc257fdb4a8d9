/** Takes the Korean in parentheses out of a text: `Refund a deposit (환불)`. */
exports.inEnglish = (text) => text.replace(/ \([^()\n]*[가-힣][^()\n]*\)/g, '');
