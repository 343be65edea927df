import { type Language, languages } from '@bookinda/contracts/values';
import type { FastifyReply } from 'fastify';
import type { Database } from '../../platform/database/database.js';
import { escaped } from '../mail/letter.js';
import { wordsOfMails } from '../mail/words.js';

/** The question with its button, or the word that it is done. */
export function page(language: Language, step: 'question' | 'ended'): string {
  const words = wordsOfMails[language];
  const button = `<form method="post"><button>${escaped(words.confirm)}</button></form>`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped(words[step])}</title>
<style>body { max-width: 32rem; margin: 20vh auto; padding: 0 1rem; font: 1.1rem/1.5 system-ui, sans-serif } button { font: inherit; padding: .5rem 1rem }</style>
</head>
<body><main><h1>${escaped(words[step])}</h1>${step === 'question' ? button : ''}</main></body>
</html>`;
}

export function sendPage(reply: FastifyReply, html: string): void {
  void reply
    .status(200)
    .header('content-type', 'text/html; charset=utf-8')
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    )
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .send(html);
}

export async function languageOfTenant(db: Database, tenantId: string): Promise<Language> {
  const [row] = await db.statement<{ language: string }>({ tenantId }, tenantLanguage, [tenantId]);
  return languages.find((language) => row?.language.startsWith(language)) ?? 'en';
}

const tenantLanguage = { name: 'tenant-language', text: 'SELECT language FROM tenant WHERE id = $1' };
