// What a host's own page does: hand every element a way to get the signed-in customer's token. The elements ask again
// when it has run out.
const { customer } = document.body.dataset;

async function tokenProvider() {
  const answer = await fetch(`/portal/token?customer=${encodeURIComponent(customer)}`);
  if (!answer.ok) throw new Error(`no token: ${answer.status}`);
  return answer.text();
}

for (const element of document.querySelectorAll('bookinda-package-card, bookinda-ticket-form')) {
  element.tokenProvider = tokenProvider;
}
