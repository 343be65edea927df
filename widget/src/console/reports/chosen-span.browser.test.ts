import { expect } from '@open-wc/testing';
import { monthsAfter, monthsOf, spanFromQuery, spanInput, usualSpan } from './chosen-span.js';

describe('the months of a report', () => {
  for (const [span, from, to] of [
    ['year', '2025-02', '2026-01'],
    ['quarter', '2025-11', '2026-01'],
    ['this-year', '2026-01', '2026-01'],
    ['last-year', '2025-01', '2025-12'],
  ] as const) {
    it(`PK-18 ${span} in January 2026`, () => {
      expect(monthsOf({ ...usualSpan, span }, '2026-01')).to.deep.equal({ from, to });
    });
  }

  it('PK-18 own months are in order, none to come and at most 120', () => {
    const own = (from: string, to: string) => monthsOf({ ...usualSpan, span: 'own', from, to }, '2026-11');
    expect(own('2026-03', '2026-04')).to.deep.equal({ from: '2026-03', to: '2026-04' });
    for (const [from, to] of [
      ['2026-04', '2026-03'],
      ['2026-01', '2026-12'],
      ['', '2026-03'],
      ['2026-3', '2026-04'],
      ['2016-11', '2026-11'],
    ] as const)
      expect(own(from, to), `${from} ${to}`).to.equal(null);
    expect(own('2016-12', '2026-11')).not.to.equal(null);
    expect(monthsAfter('2026-01', -1)).to.equal('2025-12');
  });

  it('PK-18 the address brings the choice back, nonsense chooses nothing', () => {
    const query = new URLSearchParams('span=own&from=2026-02&to=tomorrow&template=custom');
    const chosen = spanFromQuery(query);
    expect(chosen).to.deep.equal({ span: 'own', from: '2026-02', to: '', template: 'custom' });
    expect(spanInput({ ...chosen, span: 'last-year' }, '2026-11')).to.deep.equal({
      from: '2025-01',
      to: '2025-12',
      only: 'custom',
    });
  });
});
