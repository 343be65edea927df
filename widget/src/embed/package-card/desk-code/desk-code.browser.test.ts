import type { CustomerCode } from '@bookinda/contracts/customers/customer-code';
import type { PackageCard as Card } from '@bookinda/contracts/packages/package';
import { expect, fixture, html } from '@open-wc/testing';
import { eventStream, FakeServer, json, until } from '../../fake-server.js';
import '../define.js';
import type { PackageCard } from '../package-card.js';

const money = { amount: 100, currency: 'EUR' };
const card = (status: Card['status'] = 'active'): Card => ({
  id: 'p1',
  name: 'Massage 10',
  customer: { id: 'c1', name: 'Kiss Éva' },
  status,
  payment: 'paid',
  price: money,
  originalPrice: null,
  paid: money,
  purchasedOn: '2026-09-03',
  expiresOn: null,
  daysLeft: null,
  freeze: null,
  today: '2026-11-21',
  services: [{ id: 's1', name: 'Massage', total: 10, used: 3, remaining: 7 }],
  version: 1,
});

const door = 'POST /v1/embed/customer-code';
const codeFor = (seconds: number): CustomerCode => ({
  code: '7KQPX3MTRA',
  validUntil: new Date(Date.now() + seconds * 1_000).toISOString(),
  drawing: { size: 29, path: 'M4 4h7v1h-7z' },
});

describe('the code a customer shows', () => {
  let server: FakeServer;
  beforeEach(() => {
    server = new FakeServer().on('GET /v1/embed/events', eventStream().reply);
  });
  afterEach(() => server.leave());

  async function arrived(status?: Card['status'], lang = 'en'): Promise<PackageCard> {
    server.on('GET /v1/embed/packages', () => json({ items: [card(status)] }));
    const element = await fixture<PackageCard>(
      html`<bookinda-package-card api="https://desk.test" site-key="pk_1" token="t" package-id="p1" lang=${lang}></bookinda-package-card>`,
    );
    await until(() => find(element, '[data-own=statement]'), 'the card');
    return element;
  }
  const find = (element: PackageCard, selector: string) => element.shadowRoot!.querySelector<HTMLElement>(selector);
  const press = (element: PackageCard) => find(element, '[data-own=pass]')!.click();

  it('PK-07 is asked for when she presses, drawn and written', async () => {
    server.on(door, () => json(codeFor(900)));
    const element = await arrived();
    expect(server.count(door)).to.equal(0);
    press(element);
    await until(() => find(element, '[part=code-text]'));
    expect(find(element, '[part=code-text]')!.textContent).to.equal('7KQPX 3MTRA');
    expect(find(element, '[part=code-drawing] path')!.getAttribute('d')).to.equal('M4 4h7v1h-7z');
    expect(server.last(door).headers.get('x-customer-token')).to.equal('t');
    await expect(element).to.be.accessible();
    press(element);
    await until(() => !find(element, '[part=code]'));
    expect(server.count(door)).to.equal(1);
  });

  it('PK-07 is in her language, and says so when it cannot be had', async () => {
    server.on(door, () => json({ code: 'not-allowed', status: 403 }, 403));
    const element = await arrived('active', 'hu');
    await until(() => find(element, '[data-own=pass]')?.textContent === 'Kódom mutatása');
    press(element);
    await until(() => find(element, '[part=error]'));
    expect(find(element, '[part=error]')!.textContent).to.contain('A kódot nem sikerült betölteni.');
  });

  it('PK-07 where nothing can be redeemed there is no code to show', async () => {
    for (const status of ['expired', 'cancelled', 'fully-used'] as const) {
      const element = await arrived(status);
      expect(find(element, '[data-own=pass]'), status).to.equal(null);
      element.remove();
    }
  });
});
