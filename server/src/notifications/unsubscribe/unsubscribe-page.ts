import { type Language, languages } from '@bookinda/contracts/values';
import type { Database } from '../../platform/database/database.js';
import { escaped, plainPage } from '../../platform/http/plain-page.js';
import { wordsOfMails } from '../mail/words.js';

/** The question with its button, or the word that it is done. */
export function page(language: Language, step: 'question' | 'ended'): string {
  const words = wordsOfMails[language];
  const button = `<form method="post"><button>${escaped(words.confirm)}</button></form>`;
  return plainPage(language, words[step], step === 'question' ? button : '');
}

export async function languageOfTenant(db: Database, tenantId: string): Promise<Language> {
  const [row] = await db.statement<{ language: string }>({ tenantId }, tenantLanguage, [tenantId]);
  return languages.find((language) => row?.language.startsWith(language)) ?? 'en';
}

const tenantLanguage = { name: 'tenant-language', text: 'SELECT language FROM tenant WHERE id = $1' };
