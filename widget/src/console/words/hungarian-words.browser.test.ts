import { expect } from '@open-wc/testing';
import { hu } from './hu.js';

/** Every text of a dictionary; of a function its source, which holds the text with its places. */
function textsIn(words: unknown): string[] {
  if (typeof words === 'string' || typeof words === 'function') return [String(words)];
  return Object.values(words ?? {}).flatMap(textsIn);
}

it('signing in has one word in Hungarian, “bejelentkezés”', () => {
  const texts = textsIn(hu);
  expect(texts.filter((text) => /belép|kilép|(be|ki)lépett|lépett (be|ki)/i.test(text))).to.eql([]);
  expect(texts).to.include.members(['Bejelentkezés', 'Kétlépcsős bejelentkezés', 'Hibás jelszó bejelentkezéskor']);
});
