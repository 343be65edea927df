// Times in the reader's own zone, and a notice when a mail has come.
for (const time of document.querySelectorAll('time')) {
  const at = new Date(time.dateTime);
  const today = at.toDateString() === new Date().toDateString();
  const style = time.closest('article')
    ? { dateStyle: 'medium', timeStyle: 'medium' }
    : today
      ? { timeStyle: 'short' }
      : { dateStyle: 'short' };
  time.textContent = new Intl.DateTimeFormat(undefined, style).format(at);
}

const { newest } = document.body.dataset;
const fresh = document.querySelector('.fresh');

async function look() {
  if (document.visibilityState !== 'visible') return;
  const answer = await fetch('/api/mails?limit=1').catch(() => undefined);
  const latest = answer?.ok ? ((await answer.json()).items[0]?.id ?? '') : newest;
  if (latest === newest) return;
  if (location.pathname === '/' && !location.search) location.reload();
  else fresh.hidden = false;
}

setInterval(look, 2000);
