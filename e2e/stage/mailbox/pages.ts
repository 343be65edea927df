import { html } from '../html.ts';
import { type Answer, asset, type Handler, json } from '../web.ts';
import type { Mail, MailStore, MailSummary } from './store.ts';

/** The page's own rights; the mail itself is shown in a frame that may run nothing. */
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const mailPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:; font-src data:; frame-ancestors 'self'";

/**
 * `/` the list and one mail beside it · `/mails/{id}/html|source|files/{n}` its parts ·
 * `GET /api/mails?to=&subject=&limit=` → `{ items }`, newest first · `GET /api/mails/{id}` · `DELETE /api/mails`.
 */
export function mailboxPages(store: MailStore): Handler {
  return async (url, request) => {
    const [area = '', first = '', second = '', third = ''] = url.pathname.split('/').slice(1);
    if (area === 'assets') return asset(import.meta.dirname, first);
    if (area === 'api' && first === 'mails') return api(store, url, request.method ?? 'GET', second);
    if (area === 'mails' && second) return part(store, first, second, third);
    if (area === '' || area === 'mails') return page(store, url, area === 'mails' ? first : '');
    return undefined;
  };
}

async function api(store: MailStore, { searchParams }: URL, method: string, id: string): Promise<Answer | undefined> {
  if (method === 'DELETE' && !id) {
    await store.clear();
    return { status: 204 };
  }
  if (id) {
    const mail = await store.read(id);
    return mail ? json(mail) : json({ title: 'No such mail' }, 404);
  }
  const limit = Number(searchParams.get('limit')) || undefined;
  const [to, subject] = [searchParams.get('to') ?? '', searchParams.get('subject') ?? ''];
  return json({ items: store.list({ to, subject, limit }) });
}

async function part(store: MailStore, id: string, kind: string, place: string): Promise<Answer | undefined> {
  if (kind === 'html') {
    const mail = await store.read(id);
    const body = mail && `<!doctype html><meta charset="utf-8"><base target="_blank">${mail.html}`;
    return body
      ? { headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': mailPolicy }, body }
      : undefined;
  }
  if (kind === 'source') {
    const body = await store.source(id);
    return body && { headers: { 'content-security-policy': 'sandbox' }, body };
  }
  const file = kind === 'files' ? await store.attachment(id, Number(place)) : undefined;
  if (!file || typeof file.content === 'string') return undefined;
  const name = encodeURIComponent(file.filename ?? 'unnamed');
  const headers = {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${name}`,
    'content-security-policy': 'sandbox',
  };
  return { headers, body: new Uint8Array(file.content) };
}

async function page(store: MailStore, url: URL, id: string): Promise<Answer> {
  const words = url.searchParams.get('q') ?? '';
  const found = store.list({}).filter((mail) => matches(mail, words));
  const opened = await store.read(id || (found[0]?.id ?? ''));
  const body = html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${opened ? `${opened.subject} · ` : ''}Mailbox · Bookinda Desk</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/assets/mailbox.css">
    <script type="module" src="/assets/mailbox.js"></script>
  </head>
  <body data-newest="${store.list({ limit: 1 })[0]?.id ?? ''}" class="${id ? 'reading' : 'listing'}">
    <header class="bar">
      <a class="brand" href="/">Mailbox</a>
      <p class="about">Every mail of this copy of Bookinda Desk lands here. None leaves this machine.</p>
      <form role="search" action="/"><input type="search" name="q" value="${words}" placeholder="Person or subject" aria-label="Search mails"></form>
    </header>
    <a class="fresh" href="/" hidden>New mail has come. Show it</a>
    <main>
      <nav aria-label="Mails">${found.length ? html`<ol>${found.slice(0, 200).map((mail) => row(mail, opened?.id, words))}</ol>` : empty(words)}</nav>
      ${opened ? reading(opened) : ''}
    </main>
  </body>
</html>`;
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy };
  return { status: id && !opened ? 404 : 200, headers, body: body.text };
}

function matches(mail: MailSummary, words: string): boolean {
  const text = [mail.subject, mail.from.name, mail.from.address, ...mail.to].join(' ').toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function row(mail: MailSummary, opened: string | undefined, words: string) {
  const query = words ? `?q=${encodeURIComponent(words)}` : '';
  return html`<li><a href="/mails/${mail.id}${query}"${mail.id === opened ? html` aria-current="true"` : ''}>
    <span class="who">${mail.to.join(', ')}</span>
    <time datetime="${mail.at}">${mail.at.slice(11, 16)}</time>
    <span class="subject">${mail.subject || '(no subject)'}</span>
    <span class="from">from ${mail.from.name || mail.from.address}${mail.attachments.length ? ` · ${mail.attachments.length} file${mail.attachments.length > 1 ? 's' : ''}` : ''}</span>
  </a></li>`;
}

function empty(words: string) {
  if (words) return html`<p class="empty">No mail fits “${words}”. <a href="/">Show all</a></p>`;
  return html`<p class="empty">No mail yet. Send the form on the salon’s page, and both the visitor’s and the team’s mail appear here.</p>`;
}

function reading(mail: Mail) {
  return html`<article>
    <a class="back" href="/">All mails</a>
    <h1>${mail.subject || '(no subject)'}</h1>
    <dl>
      <dt>From</dt><dd>${mail.from.name} <span class="address">${mail.from.address}</span></dd>
      <dt>To</dt><dd>${mail.to.join(', ')}</dd>
      <dt>Came</dt><dd><time datetime="${mail.at}">${mail.at.replace('T', ' ').slice(0, 19)} UTC</time></dd>
    </dl>
    ${mail.attachments.length ? html`<ul class="files">${mail.attachments.map((file, place) => html`<li><a href="/mails/${mail.id}/files/${place}">${file.name}</a> <small>${file.mediaType}, ${Math.ceil(file.bytes / 1024)} kB</small></li>`)}</ul>` : ''}
    ${mail.html ? html`<iframe src="/mails/${mail.id}/html" title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>` : ''}
    <details${mail.html ? '' : html` open`}><summary>Text</summary><pre>${mail.text || '(no text part)'}</pre></details>
    <details><summary>Headers</summary><table>${mail.headers.map(({ name, value }) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</table></details>
    <p><a href="/mails/${mail.id}/source">Source</a></p>
  </article>`;
}
