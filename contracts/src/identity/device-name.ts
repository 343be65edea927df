import type { Language } from '../values.js';

type Names = readonly (readonly [RegExp, string])[];

/** First match wins: Edge, Opera and Samsung's also call themselves Chrome, and Chrome also calls itself Safari. */
const browsers: Names = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|OPiOS|OPT|Opera)\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|Chromium|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: Names = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\b(Macintosh|Mac OS X)\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
];

const words: Record<Language, { unknown: string; on: (browser: string, system: string) => string }> = {
  en: { unknown: 'a browser we do not know', on: (browser, system) => `${browser} on ${system}` },
  hu: { unknown: 'ismeretlen böngésző', on: (browser, system) => `${browser} (${system})` },
};

/** Of what calls itself longer, the beginning is looked at. */
const longest = 300;

/**
 * A `User-Agent` in words for people: `Chrome on Windows`, `Safari on iPhone`, `a browser we do not know`. Only names from the tables above,
 * never a part of the header: a thief who signs in with a stolen password writes that header, and the account's owner reads the mail.
 */
export function deviceName(userAgent: string, language: Language): string {
  const start = userAgent.slice(0, longest);
  const nameIn = (names: Names) => names.find(([pattern]) => pattern.test(start))?.[1];
  const { unknown, on } = words[language];
  const [browser, system] = [nameIn(browsers) ?? unknown, nameIn(systems)];
  return system ? on(browser, system) : browser;
}
