import type { PackageCard as Card } from '@bookinda/contracts/packages/package';
import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { eventStream, FakeServer, json, until } from '../fake-server.js';
import './define.js';
import type { PackageCard } from './package-card.js';
import { en } from './words.en.js';
import hu from './words.hu.js';

const card = (change: Partial<Card> = {}): Card => ({
  id: 'p1',
  name: 'Massage 10 + facial 3',
  customer: { id: 'c1', name: 'Kiss Éva' },
  status: 'active',
  payment: 'partial',
  price: { amount: 4_500_000, currency: 'HUF' },
  originalPrice: { amount: 5_200_000, currency: 'HUF' },
  paid: { amount: 2_000_000, currency: 'HUF' },
  purchasedOn: '2026-09-03',
  expiresOn: '2027-01-03',
  daysLeft: 43,
  freeze: null,
  today: '2026-11-21',
  services: [
    { id: 's1', name: 'Massage', total: 10, used: 3, remaining: 7 },
    { id: 's2', name: 'Facial', total: 3, used: 1, remaining: 2 },
  ],
  version: 1,
  ...change,
});

const packages = 'GET /v1/embed/packages';
let server: FakeServer;
let stream: ReturnType<typeof eventStream>;

beforeEach(() => {
  stream = eventStream();
  server = new FakeServer()
    .on('GET /v1/embed/events', stream.reply)
    .on(packages, () => json({ items: [card(), card({ id: 'p2', name: 'Other' })] }));
});
afterEach(() => server.leave());

const shown = async (change: Partial<Card> = {}, attributes: Record<string, string> = {}) => {
  const element = document.createElement('bookinda-package-card') as PackageCard;
  for (const [name, value] of Object.entries({ lang: 'en', ...attributes })) element.setAttribute(name, value);
  element.package = card(change);
  await fixture(html`<div>${element}</div>`);
  await element.updateComplete;
  return element;
};
const part = (element: PackageCard, name: string) => element.shadowRoot!.querySelector<HTMLElement>(`[part~=${name}]`);
const text = (element: PackageCard) => element.shadowRoot!.textContent!.replace(/\s+/g, ' ');
const live = (id = 'p1', token = 't') =>
  html`<bookinda-package-card lang="en" site-key="pk_1" token=${token} package-id=${id} api="https://api.example"></bookinda-package-card>`;

describe('bookinda-package-card', () => {
  it('WX-05 is accessible full, brief, expired, cancelled, empty, light and dark', async () => {
    for (const change of [
      {},
      { status: 'expired', expiresOn: '2026-01-01', daysLeft: -300 },
      { status: 'cancelled', payment: 'unpaid' },
      { status: 'fully-used', payment: 'paid' },
    ] as Partial<Card>[]) {
      for (const theme of ['light', 'dark']) await expect(await shown(change, { theme })).to.be.accessible();
    }
    await expect(await shown({}, { view: 'summary' })).to.be.accessible();
    await expect(await fixture(html`<bookinda-package-card lang="en"></bookinda-package-card>`)).to.be.accessible();
  });

  it('PK-02 shows name, status badge, payment badge, and the original price struck through when discounted', async () => {
    const element = await shown();
    expect(part(element, 'name')!.textContent).to.equal('Massage 10 + facial 3');
    expect(part(element, 'badge-status')!.textContent).to.equal('Active');
    expect(part(element, 'badge-payment')!.textContent).to.equal('Partially paid');
    expect(part(element, 'price')!.textContent).to.contain('45,000');
    expect(part(element, 'price-original')!.localName).to.equal('s');
    expect(part(element, 'price-original')!.textContent).to.contain('52,000');
    expect(part(await shown({ originalPrice: null }), 'price-original')).to.equal(null);
    expect(part(await shown({}, { 'show-price': 'false' }), 'price')).to.equal(null);
  });

  it('PK-19 a pause is said with its days; without an end there is no word about never expiring', async () => {
    const planned = await shown({ freeze: { from: '2026-12-01', until: '2026-12-20', now: false } });
    expect(text(planned)).to.contain('Paused 1 Dec 2026 – 20 Dec 2026');
    const open = await shown({
      freeze: { from: '2026-11-20', until: null, now: true },
      expiresOn: null,
      daysLeft: null,
    });
    expect(text(open)).to.contain('Paused 20 Nov 2026 –').and.not.to.contain('No expiry');
    expect(text(await shown())).not.to.contain('Paused');
    await expect(planned).to.be.accessible();
  });

  it('PK-02 badges differ by colour, word and shape', async () => {
    const looks = new Set<string>();
    for (const status of ['active', 'expired', 'fully-used', 'cancelled'] as const) {
      const badge = part(await shown({ status }), 'badge-status')!;
      looks.add([getComputedStyle(badge).color, badge.textContent, badge.dataset['shape']].join());
    }
    expect(looks.size).to.equal(4);
    const shapes = [];
    for (const payment of ['unpaid', 'partial', 'paid'] as const)
      shapes.push(part(await shown({ payment }), 'badge-payment')!.dataset['shape']);
    expect(new Set(shapes).size).to.equal(3);
  });

  it('PK-03 shows purchase, expiry green, amber within the days, red past, and the sum of services used', async () => {
    const tone = async (change: Partial<Card>, attributes = {}) => {
      const element = await shown(change, attributes);
      return element.shadowRoot!.querySelector<HTMLElement>('[part~=value]')?.dataset['tone'];
    };
    const element = await shown();
    expect(text(element))
      .to.contain('Bought 3 Sept 2026')
      .and.to.contain('3 Jan 2027 (in 43 days)')
      .and.to.contain('4/13 services used');
    expect(await tone({})).to.equal('green');
    expect(await tone({ daysLeft: 30 })).to.equal('amber');
    expect(await tone({ daysLeft: 31 })).to.equal('green');
    expect(await tone({ daysLeft: 31 }, { 'warn-days': '60' })).to.equal('amber');
    expect(await tone({ expiresOn: '2026-11-20', daysLeft: -1, status: 'expired' })).to.equal('red');
    expect(text(await shown({ expiresOn: null, daysLeft: null }))).to.contain('No expiry');
    const expiring = await shown({ daysLeft: 3, expiresOn: '2026-11-24' });
    expect(expiring.matches(':state(expiring)')).to.equal(true);
    expect(expiring.matches(':state(active)')).to.equal(true);
  });

  it('PK-04 the bar of a service is filled by the used part and says so', async () => {
    const element = await shown();
    const bars = [...element.shadowRoot!.querySelectorAll('progress')];
    expect(bars.map(({ value, max }) => value / max)).to.eql([0.3, 1 / 3]);
    expect(bars[0]!.getAttribute('aria-label')).to.equal('Massage: 3 of 10 used');
    expect(part(element, 'service-count')!.textContent).to.equal('7/10 remaining');
  });

  it('PK-05 shows the status the server derived, as word and as state', async () => {
    for (const status of ['active', 'expired', 'fully-used', 'cancelled'] as const) {
      const element = await shown({ status });
      expect(part(element, 'badge-status')!.textContent).to.equal(en[status]);
      expect(element.matches(`:state(${status})`)).to.equal(true);
    }
  });

  it('WX-02 a skeleton first; many cards ask once and listen once', async () => {
    const element = await fixture(html`<div>${live('p1')}${live('p2')}${live('p1')}</div>`);
    const cards = [...element.querySelectorAll('bookinda-package-card')] as PackageCard[];
    expect(part(cards[0]!, 'skeleton')).to.not.equal(null);
    await until(() => cards.every((one) => one.matches(':state(ready)')));
    expect(server.count(packages)).to.equal(1);
    expect(new URLSearchParams(server.last(packages).query).get('ids')!.split(',')).to.have.members(['p1', 'p2']);
    expect(server.count('GET /v1/embed/events')).to.equal(1);
    expect(server.last('GET /v1/embed/events').headers.get('x-customer-token')).to.equal('t');
    expect(cards[0]!.hasAttribute('token')).to.equal(false);
  });

  it('WX-02 a change moves the bar and is announced; an older version is ignored', async () => {
    const element = await fixture<PackageCard>(live());
    await until(() => element.matches(':state(ready)'));
    const after = card({
      version: 3,
      services: [{ id: 's1', name: 'Massage', total: 10, used: 4, remaining: 6 }, card().services[1]!],
    });
    server.on(
      packages,
      () => json({ items: [after] }),
      () => json({ items: [card({ version: 2 })] }),
    );
    const change = (id: string) =>
      stream.send(
        `id: ${id}\nevent: change\ndata: {"id":"${id}","kind":"redemption","ticket":null,"package":"p1","customer":"c1"}\n\n`,
      );
    setTimeout(() => change('1'));
    await oneEvent(element, 'bookinda-load');
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('progress')!.value).to.equal(4);
    await until(() =>
      [...document.querySelectorAll('body > [role=status]')].some(
        (region) => region.textContent === 'Massage: 6 of 10 remaining',
      ),
    );
    change('2');
    await until(() => server.count(packages) === 3);
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('progress')!.value).to.equal(4);
    stream.send(
      'id: 3\nevent: change\ndata: {"id":"3","kind":"redemption","ticket":null,"package":"another","customer":"c1"}\n\n',
    );
    await new Promise((done) => setTimeout(done, 30));
    expect(server.count(packages)).to.equal(3);
  });

  it('WX-02 after a break of the stream it resumes behind the last event and asks again', async () => {
    const element = await fixture<PackageCard>(live());
    await until(() => element.matches(':state(ready)'));
    stream.send('id: 41\nevent: change\ndata: {"id":"41","kind":"x","ticket":null,"package":null,"customer":null}\n\n');
    const second = eventStream();
    server.on('GET /v1/embed/events', second.reply);
    await new Promise((done) => setTimeout(done, 20));
    stream.end();
    await until(() => server.count('GET /v1/embed/events') === 2, 'reconnects');
    expect(server.last('GET /v1/embed/events').headers.get('last-event-id')).to.equal('41');
    await until(() => server.count(packages) === 2);
  });

  it('WX-03 an expired token is told to the page and replaced by its provider, once for all cards', async () => {
    let asked = 0;
    let told = 0;
    const tokens = ['old', 'new'];
    const provider = async () => tokens[asked++]!;
    server.on(
      packages,
      () => json({ code: 'token-expired', status: 401 }, 401),
      () => json({ items: [card(), card({ id: 'p2' })] }),
    );
    const page = await fixture(html`<div @bookinda-token-expired=${() => told++}>
      <bookinda-package-card lang="en" site-key="pk_1" api="https://api.example" package-id="p1" .tokenProvider=${provider}></bookinda-package-card>
      <bookinda-package-card lang="en" site-key="pk_1" api="https://api.example" package-id="p2" .tokenProvider=${provider}></bookinda-package-card></div>`);
    const cards = [...page.querySelectorAll('bookinda-package-card')] as PackageCard[];
    await until(() => cards.every((one) => one.matches(':state(ready)')));
    expect(asked).to.equal(2);
    expect(told).to.equal(2);
    expect(server.last(packages).headers.get('x-customer-token')).to.equal('new');
  });

  it('WX-02 an error offers another try; another customer’s package is not there', async () => {
    server.on(
      packages,
      () => json({ code: 'bad-request', status: 400 }, 400),
      () => json({ items: [] }),
    );
    const element = await fixture<PackageCard>(live());
    await until(() => part(element, 'retry'));
    expect(element.matches(':state(error)')).to.equal(true);
    await expect(element).to.be.accessible();
    part(element, 'retry')!.click();
    await until(() => text(element).includes(en.empty));
  });

  it('WX-02 a button of the page in the actions slot tells its action, cancelable', async () => {
    const element = await shown();
    element.innerHTML = '<a slot="actions" href="#renew" data-action="renew">Renew</a>';
    element.addEventListener('bookinda-action', (event) => event.preventDefault());
    setTimeout(() => element.querySelector('a')!.click());
    const { detail } = await oneEvent(element, 'bookinda-action');
    expect(detail.action).to.equal('renew');
    expect(location.hash).to.equal('');
  });

  it('WX-05 speaks Hungarian in full', async () => {
    expect(Object.keys(hu)).to.have.members(Object.keys(en));
    const element = await shown({}, { lang: 'hu' });
    await until(() => text(element).includes('7/10 maradt'));
    expect(text(element))
      .to.contain('Aktív')
      .and.to.match(/45\s000\sFt/);
  });
});
