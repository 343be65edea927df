import { expect, it } from '@jest/globals';
import { deviceName } from './device-name.js';

const mozilla = 'Mozilla/5.0';
const webKit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const windows = `${mozilla} (Windows NT 10.0; Win64; x64) ${webKit} Chrome/140.0.0.0 Safari/537.36`;
const iPhone = `${mozilla} (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)`;
const galaxy = `${mozilla} (Linux; Android 14; SM-S918B) ${webKit}`;

it.each([
  [windows, 'Chrome on Windows', 'Chrome (Windows)'],
  [`${windows} Edg/140.0.0.0`, 'Edge on Windows', 'Edge (Windows)'],
  [`${windows} OPR/120.0.0.0`, 'Opera on Windows', 'Opera (Windows)'],
  [`${iPhone} Version/18.0 Mobile/15E148 Safari/604.1`, 'Safari on iPhone', 'Safari (iPhone)'],
  [`${iPhone} CriOS/140.0 Mobile/15E148 Safari/604.1`, 'Chrome on iPhone', 'Chrome (iPhone)'],
  [`${iPhone} FxiOS/140.0 Mobile/15E148 Safari/604.1`, 'Firefox on iPhone', 'Firefox (iPhone)'],
  [`${galaxy} Chrome/140.0 Mobile Safari/537.36`, 'Chrome on Android', 'Chrome (Android)'],
  [
    `${galaxy} SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36`,
    'Samsung Internet on Android',
    'Samsung Internet (Android)',
  ],
  [
    `${mozilla} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15`,
    'Safari on Mac',
    'Safari (Mac)',
  ],
  [`${mozilla} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0`, 'Firefox on Linux', 'Firefox (Linux)'],
  [
    `${mozilla} (X11; CrOS x86_64 14541.0.0) ${webKit} Chrome/140.0 Safari/537.36`,
    'Chrome on ChromeOS',
    'Chrome (ChromeOS)',
  ],
  ['Odd/1.0 (Windows NT 10.0)', 'a browser we do not know on Windows', 'ismeretlen böngésző (Windows)'],
  ['curl/8.9.1', 'a browser we do not know', 'ismeretlen böngésző'],
  ['', 'a browser we do not know', 'ismeretlen böngésző'],
])('%s is named in plain words', (agent, english, hungarian) => {
  expect([deviceName(agent, 'en'), deviceName(agent, 'hu')]).toEqual([english, hungarian]);
});

it('nothing of a hostile header is repeated, and a long one costs nothing', () => {
  const hostile = [
    'Your account is locked, sign in at https://evil.example',
    '<a href="https://evil.example">Chrome</a>',
    'Device\r\nWhen: yesterday',
    'constructor __proto__',
    '\u202Eemorhc',
    `${'('.repeat(100_000)}`,
    `${' Mac OS'.repeat(50_000)} Chrome/1 Windows`,
  ];
  for (const agent of hostile)
    expect([agent.slice(0, 40), deviceName(agent, 'en')]).toEqual([agent.slice(0, 40), 'a browser we do not know']);
  expect(deviceName(`https://evil.example Chrome/1 (Windows; <b>)`, 'en')).toBe('Chrome on Windows');
});
