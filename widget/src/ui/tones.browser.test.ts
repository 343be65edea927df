import { expect } from '@open-wc/testing';
import { toneRules, tones } from './tones.js';

/** Relative luminance of a computed `rgb(…)` or `color(srgb …)`, WCAG 2.2. */
function luminance(colour: string): number {
  const numbers = colour.match(/[\d.]+/g)!.map(Number);
  const channels = numbers.slice(0, 3).map((value) => (colour.startsWith('color') ? value : value / 255));
  const [red, green, blue] = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('tones', () => {
  for (const [scheme, ground] of [
    ['light', '#ffffff'],
    ['dark', '#1c1b21'],
  ] as const) {
    it(`BS-04 text on its tint keeps 4.5:1, ${scheme}`, () => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        `${toneRules()} .tone{color-scheme:${scheme};color:var(--tone);background:color-mix(in srgb,var(--tone) 12%,${ground})}`,
      );
      document.adoptedStyleSheets = [sheet];
      for (const name of Object.keys(tones)) {
        const badge = document.createElement('span');
        badge.className = 'tone';
        badge.dataset['tone'] = name;
        document.body.append(badge);
        const { color, backgroundColor } = getComputedStyle(badge);
        const [darker, lighter] = [luminance(color), luminance(backgroundColor)].sort((a, b) => a - b) as [
          number,
          number,
        ];
        expect((lighter + 0.05) / (darker + 0.05), name).to.be.at.least(4.5);
        badge.remove();
      }
      document.adoptedStyleSheets = [];
    });
  }
});
