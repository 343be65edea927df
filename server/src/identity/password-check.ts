import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Refusal } from '../platform/http/refusal.js';

/** So many letters beside the person's own words make a password. */
const lettersOfOnesOwn = 4;

/** What a password must not be, at every place where one is set. The demo's own is set without it. */
@Injectable()
export class PasswordCheck {
  constructor(private readonly db: Database) {}

  /**
   * 400 at `password`: `leaked-password` for one of the list of leaked ones, also with digits and signs around it;
   * `own-words` for the person's own name or address or a tenant's name with hardly anything else.
   */
  async refuse(personId: string, password: string): Promise<void> {
    if (await isLeaked(password))
      throw Refusal.field(
        'password',
        'leaked-password',
        'This password is on a list of leaked passwords. Please choose another one.',
      );
    const rows = await this.db.people<{ text: string }>(ownWords, [personId]);
    if (
      isOwnWords(
        password,
        rows.map(({ text }) => text),
      )
    )
      throw Refusal.field(
        'password',
        'own-words',
        'Please choose a password that is not your name, your address or the name of your salon.',
      );
  }
}

/** Of every tenant the person belongs to. */
const ownWords = {
  name: 'own-words-of',
  text: `SELECT name AS text FROM auth.person WHERE id = $1 UNION SELECT email FROM auth.person WHERE id = $1
    UNION SELECT invited_name FROM auth.membership WHERE person_id = $1 AND invited_name IS NOT NULL
    UNION SELECT name FROM tenants_of($1)`,
};

/**
 * The list is loaded at the first question: 49,000 leaked passwords, 2.9 MB of heap (measured), searched as it lies,
 * below a millisecond. Digits and signs around a leaked word do not make it a secret.
 */
export async function isLeaked(password: string): Promise<boolean> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const list = dictionary['passwords-common'];
  const lower = password.normalize('NFKC').toLowerCase();
  const bare = lower.replace(/^[^\p{L}]+/u, '').replace(/(?<![^\p{L}])[^\p{L}]+$/u, '');
  return list.includes(lower) || (bare.length > 0 && list.includes(bare)) || new Set(lower).size < 3;
}

/** Whether what is left without the person's own words is too little to be a secret. */
export function isOwnWords(password: string, own: readonly string[]): boolean {
  const words = own
    .flatMap((text) => [...text.split(/[^\p{L}\p{N}]+/u), text.split('@')[0] ?? '', text])
    .map(folded)
    .filter((word) => word.length >= 3)
    .sort((left, right) => right.length - left.length);
  const whole = folded(password);
  const left = words.reduce((rest, word) => rest.replaceAll(word, ''), whole);
  return left !== whole && left.replace(/\p{N}/gu, '').length < lettersOfOnesOwn;
}

/** Letters and digits alone, small, without accents. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
