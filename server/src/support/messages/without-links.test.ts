import { expect, it } from '@jest/globals';
import { withoutLinks } from './without-links.js';

it('takes the life out of everything a mail program would make a link of', () => {
  const cases: [string, string][] = [
    ['https://evil.example/a?b=c.d', 'https[:]//evil[.]example/a?b=c[.]d'],
    ['see www.evil.example.', 'see www[.]evil[.]example.'],
    ['(evil.example)', '(evil[.]example)'],
    ['help@evil.example', 'help@evil[.]example'],
    ['10.0.0.1/login', '10[.]0[.]0[.]1/login'],
    ['mailto:a@b.hu', 'mailto:a@b[.]hu'],
    ['ftp://x', 'ftp[:]//x'],
    ['evil。example', 'evil[.]example'],
  ];
  for (const [from, to] of cases) expect([from, withoutLinks(from)]).toEqual([from, to]);
});

it('leaves dates, times, prices and sentences as they are', () => {
  for (const text of ['On 2026.11.30. at 9.30', '12.500 Ft', 'Well. Thank you.\n  Éva', '', 'no dots…'])
    expect(withoutLinks(text)).toBe(text);
});
