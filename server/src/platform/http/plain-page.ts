import type { FastifyReply } from 'fastify';

/** Text as HTML shows it, in bodies and in attributes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A page of a title and little else, for people without script. `title` is text, `body` is HTML. */
export function plainPage(language: string, title: string, body = ''): string {
  return `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>body { max-width: 32rem; margin: 20vh auto; padding: 0 1rem; font: 1.1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere } button { font: inherit; padding: .5rem 1rem }</style>
</head>
<body><main><h1>${escaped(title)}</h1>${body}</main></body>
</html>`;
}

/** What a person reads who follows a link that is cut, forged or signed with a secret that is gone; its language is unknown. */
export function invalidLinkPage(): string {
  const says = [
    ['en', 'Please open the link from the newest mail, or write to the sender.'],
    ['hu', 'Kérjük, nyissa meg a legújabb levélben lévő linket, vagy írjon a feladónak.'],
  ];
  return plainPage(
    'en',
    'This link is not valid any more. / Ez a link már nem érvényes.',
    says.map(([language, text = '']) => `<p lang="${language}">${escaped(text)}</p>`).join(''),
  );
}

/** Sends a page that may load nothing and be framed by nobody. */
export function sendPage(reply: FastifyReply, html: string, status = 200): void {
  void reply
    .status(status)
    .header('content-type', 'text/html; charset=utf-8')
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    )
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .send(html);
}
