import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { adoptTints } from '../look/tints.js';
import { answering, stopAnswering } from '../test/answers.test-support.js';
import { twoMonths } from '../test/report-figures.test-support.js';
import { signedIn } from '../test/signed-in.test-support.js';
import './month-bars.js';
import type { MonthBars } from './month-bars.js';
import './reports-screen.js';
import type { ReportsScreen } from './reports-screen.js';
import { barsOf, type RollPicture } from './roll-picture.js';
import { ticks } from './scale.js';

const within = (element: Element | null | undefined, selector: string) =>
  element?.shadowRoot?.querySelector<HTMLElement>(selector);
const said = (element: Element | null | undefined) => element?.textContent?.replace(/\s+/g, ' ').trim();

async function shown(report = twoMonths()): Promise<ReportsScreen> {
  answering(({ path }) => ({ body: path.startsWith('/v1/package-report') ? report : { items: [], next: null } }));
  const element = await fixture<ReportsScreen>(html`<desk-reports></desk-reports>`);
  await waitUntil(() => within(element, '.tiles'));
  return element;
}

describe('<desk-reports>', () => {
  adoptTints();
  beforeEach(() => signedIn('OWNER'));
  afterEach(stopAnswering);

  it('is accessible', async () => {
    const element = await shown();
    await waitUntil(() => within(within(element, 'desk-month-bars'), 'rect'));
    await expect(element).to.be.accessible();
  });

  it('PK-18 every bar of the waterfall begins where the one before ended, and the last one stands on the ground', () => {
    const bars = barsOf(twoMonths().total.value);
    expect(bars.map(({ step, from, to }) => [step, from, to])).to.deep.equal([
      ['opening', 0, 20_000],
      ['sold', 20_000, 50_000],
      ['redeemed', 50_000, 30_000],
      ['refunded', 30_000, 25_000],
      // An extension brought sessions back.
      ['expired', 25_000, 28_000],
      ['closing', 0, 28_000],
    ]);
  });

  it('PK-18 the picture says from where to where it goes, and the table beside it has each step', async () => {
    const element = await shown();
    const picture = within(element, 'desk-roll-picture') as RollPicture;
    const drawing = within(picture, 'svg');
    expect(drawing?.getAttribute('role')).to.equal('img');
    expect(drawing?.getAttribute('aria-label')).to.equal(
      'From €200.00 before Oct 2026 to €280.00 at the end of Nov 2026',
    );
    expect(picture.shadowRoot?.querySelectorAll('rect').length).to.equal(6);
    const rows = [...(element.shadowRoot?.querySelectorAll('.roll tbody tr') ?? [])].map((row) =>
      [...row.querySelectorAll('td')].map(said),
    );
    expect(rows).to.deep.equal([
      ['20', '€200.00'],
      ['30', '€300.00'],
      ['20', '€200.00'],
      ['5', '€50.00'],
      ['-3', '-€30.00'],
      ['28', '€280.00'],
    ]);
  });

  it('PK-18 bars are as high as their amounts, and the table below has the same figures', async () => {
    const element = await shown();
    const bars = within(element, 'desk-month-bars') as MonthBars;
    await bars.updateComplete;
    const height = (month: number, name: string) =>
      Number(bars.shadowRoot?.querySelectorAll(`rect.${name}`)[month]?.getAttribute('height'));
    expect(height(0, 'sold') / height(0, 'received')).to.be.closeTo(2, 0.01);
    expect(height(0, 'sold') / height(0, 'redeemed')).to.be.closeTo(2.5, 0.01);
    expect(height(1, 'sold')).to.equal(0);
    const [months, templates] = element.shadowRoot?.querySelectorAll('desk-figures') ?? [];
    expect(said(months?.shadowRoot?.querySelector('tbody tr:nth-child(2)'))).to.equal(
      'Nov 2026 €380.0038 sessions €0.00 €80.008 sessions €50.005 sessions -€30.00-3 sessions €280.0028 sessions €0.00 €0.00 €0.00',
    );
    expect(said(templates?.shadowRoot?.querySelector('tbody th'))).to.equal('Ten massages');
  });

  it('PK-18 each table is a CSV of the same months and template', async () => {
    history.replaceState(null, '', '?span=last-year&template=custom');
    const element = await shown();
    const links = [...(element.shadowRoot?.querySelectorAll<HTMLAnchorElement>('a[download]') ?? [])];
    const year = new Date().getFullYear() - 1;
    expect(links.map((link) => link.getAttribute('href'))).to.deep.equal(
      ['months', 'templates', 'cells'].map(
        (table) =>
          `/v1/package-report-export?from=${year}-01&to=${year}-12&only=custom&table=${table}&language=en&tenant=t1`,
      ),
    );
    history.replaceState(null, '', '?');
  });

  it('PK-18 quiet months say that nothing was sold, and what is outstanding stays', async () => {
    const element = await shown({ ...twoMonths(), templates: [] });
    expect(said(within(element, '.empty h2'))).to.equal('Nothing in these months');
    expect(said(within(element, '.tiles dd'))).to.equal('28 sessions');
    expect(within(element, 'desk-figures')).to.equal(null);
  });

  it('PK-18 an axis has round marks', () => {
    expect(ticks(0, 105_000)).to.deep.equal([0, 50_000, 100_000, 150_000]);
    expect(ticks(-30, 90)).to.deep.equal([-50, 0, 50, 100]);
    expect(ticks(0, 0)).to.deep.equal([0]);
  });

  it('PK-18 forint has no decimals', async () => {
    const element = await shown({ ...twoMonths(), currency: 'HUF' });
    expect(said(element.shadowRoot?.querySelectorAll('.tiles dd')[1])).to.equal('HUF 280');
  });
});
