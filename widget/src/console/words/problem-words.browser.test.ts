import { problems } from '@bookinda/contracts/problem';
import { expect } from '@open-wc/testing';
import { en } from './en.js';
import { hu } from './hu.js';

describe('the texts of refusals', () => {
  for (const [language, words] of [
    ['English', en],
    ['Hungarian', hu],
  ] as const)
    it(`exist in ${language} for every code of the API`, () => {
      const { byCode, tooMany, unexpected } = words.problems;
      const texts: Record<string, string | undefined> = { ...byCode, 'too-many': tooMany(30), unexpected };
      expect(Object.keys(problems).filter((code) => !texts[code]?.trim())).to.eql([]);
    });
});
