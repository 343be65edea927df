import { expect } from '@open-wc/testing';
import { filterFromQuery, filterInput, nextMonth, noFilter, todayIn } from './chosen-filter.js';

describe('the filters of Customer Packages', () => {
  for (const [today, expiresFrom, expiresTo] of [
    ['2026-11-22', '2026-12-01', '2026-12-31'],
    ['2026-12-31', '2027-01-01', '2027-01-31'],
    ['2028-01-31', '2028-02-01', '2028-02-29'],
  ] as const) {
    it(`PK-06 next month of ${today}`, () => {
      expect(nextMonth(today)).to.deep.equal({ expiresFrom, expiresTo });
    });
  }

  it('PK-06 today is the salon’s day, not the browser’s', () => {
    const now = new Date('2026-11-30T23:30:00Z');
    expect([todayIn('Europe/Budapest', now), todayIn('Europe/Dublin', now)]).to.deep.equal([
      '2026-12-01',
      '2026-11-30',
    ]);
  });

  it('PK-06 the address brings the filters back, nonsense filters nothing', () => {
    const query = new URLSearchParams('status=active&payment=gold&unusedDays=60&expiresFrom=tomorrow&service=Massage');
    const filter = filterFromQuery(query);
    expect(filter).to.deep.equal({ ...noFilter, status: 'active', unusedDays: '60', service: 'Massage' });
    expect(filterInput(filter)).to.deep.equal({ status: 'active', service: 'Massage', unusedDays: 60 });
  });
});
