import { type Language, languages } from '@bookinda/contracts/values';
import { readStored, store } from '../shell/device-storage.js';
import { en, type Words } from './en.js';

const kept = 'bookinda-desk:language';

let words: Words = en;
let language: Language = 'en';

/** The language to start with: the person's last choice, else the browser's. */
export function startingLanguage(): Language {
  const stored = readStored(kept);
  const wanted = [stored, ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return languages.find((known) => wanted.find((tag) => languages.some((other) => other === tag)) === known) ?? 'en';
}

/** Loads the dictionary (Hungarian is a chunk of its own) and keeps the choice on this device. */
export async function speak(chosen: string): Promise<void> {
  language = languages.find((known) => known === chosen) ?? 'en';
  words = language === 'hu' ? (await import('./hu.js')).hu : en;
  store(kept, language);
  document.documentElement.lang = language;
}

export function spoken(): { words: Words; language: Language } {
  return { words, language };
}
