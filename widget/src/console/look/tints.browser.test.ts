import { expect } from '@open-wc/testing';
import { contrast, readableOn } from './contrast.js';
import { grounds, tints } from './tints.js';

describe('colours', () => {
  for (const scheme of ['light', 'dark'] as const) {
    it(`BS-02 BS-04 every tint carries its word with 4.5:1 in the ${scheme} scheme`, () => {
      for (const [name, pair] of Object.entries(tints)) {
        const { ground, text } = pair[scheme];
        expect(contrast(text, ground), name).to.be.at.least(4.5);
        // The same ink also stands on plain surfaces: expiry tones, error lines, marks of plain badges.
        expect(contrast(text, grounds[scheme].surface), `${name} on surface`).to.be.at.least(4.5);
      }
    });

    it(`text and quiet text reach 4.5:1 on every ground of the ${scheme} scheme, borders of controls 3:1`, () => {
      const { text, quiet, strong, line: _, ...under } = grounds[scheme];
      for (const [name, ground] of Object.entries(under)) {
        expect(contrast(text, ground), `text on ${name}`).to.be.at.least(4.5);
        expect(contrast(quiet, ground), `quiet on ${name}`).to.be.at.least(4.5);
      }
      expect(contrast(strong, under.surface)).to.be.at.least(3);
    });
  }

  it('WX-04 any accent of a tenant becomes readable as text', () => {
    for (const accent of ['#ffee00', '#7a3e8e', '#000000', '#ffffff', '#9c5a2c', '#00e5ff']) {
      for (const { surface } of Object.values(grounds)) {
        expect(contrast(readableOn(accent, surface), surface), `${accent} on ${surface}`).to.be.at.least(4.5);
      }
    }
  });
});
