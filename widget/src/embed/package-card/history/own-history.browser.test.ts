import type { PackageCard as Card, OwnHistoryEntry } from '@bookinda/contracts/packages/package';
import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { eventStream, FakeServer, json, until } from '../../fake-server.js';
import '../define.js';
import { rareWords } from '../../ticket-form/upload.js';
import { en as checkEn } from '../check/words.en.js';
import checkHu from '../check/words.hu.js';
import type { PackageCard } from '../package-card.js';
import { en as statementEn } from '../statement/words.en.js';
import statementHu from '../statement/words.hu.js';
import { en } from './words.en.js';
import hu from './words.hu.js';

const head = (digit: string) => digit.repeat(64);
const money = (amount: number) => ({ amount, currency: 'HUF' });

const card = (change: Partial<Card> = {}): Card => ({
  id: 'p1',
  name: 'Massage 10',
  customer: { id: 'c1', name: 'Kiss Éva' },
  status: 'active',
  payment: 'partial',
  price: money(4_500_000),
  originalPrice: null,
  paid: money(2_000_000),
  purchasedOn: '2026-09-03',
  expiresOn: '2027-01-03',
  daysLeft: 43,
  freeze: null,
  today: '2026-11-21',
  services: [{ id: 's1', name: 'Massage', total: 10, used: 3, remaining: 7 }],
  version: 1,
  ...change,
});

const step = (id: string, kind: OwnHistoryEntry['kind'], change: Partial<OwnHistoryEntry> = {}): OwnHistoryEntry => ({
  id,
  at: '2026-11-03T10:00:00.000Z',
  kind,
  actor: 'Reception',
  staff: null,
  service: null,
  sessions: null,
  remainingAfter: null,
  settledOn: null,
  reverses: null,
  reversed: false,
  amount: null,
  method: null,
  paidOn: null,
  paidAfter: null,
  change: null,
  freeze: null,
  head: head(id.at(-1)!),
  ticket: null,
  ...change,
});

const massage = { id: 's1', name: 'Massage' };
const lived = () => [
  step('e5', 'redemption', { service: massage, sessions: 1, remainingAfter: 7, staff: 'Nagy Kata' }),
  step('e4', 'expiry-changed', { change: { from: '2027-01-03', to: null } }),
  step('e3', 'correction', {
    service: massage,
    sessions: -1,
    remainingAfter: 8,
    settledOn: { id: 't4', number: 'TKT-0004' },
  }),
  step('e2', 'payment', { amount: money(2_000_000), method: 'cash', paidAfter: money(2_000_000) }),
  step('e1', 'redemption', { service: massage, sessions: 2, remainingAfter: 7, reversed: true }),
  step('e0', 'sold'),
];

const packages = 'GET /v1/embed/packages';
const history = 'GET /v1/embed/packages/p1/history';
const tickets = 'POST /v1/embed/packages/p1/tickets';
const verification = 'GET /v1/embed/packages/p1/verification';
const receipt = () => json({ id: 't1', number: 'TKT-0123', status: 'OPEN' });

let server: FakeServer;
let stream: ReturnType<typeof eventStream>;

beforeEach(() => {
  localStorage.clear();
  stream = eventStream();
  server = new FakeServer()
    .on('GET /v1/embed/events', stream.reply)
    .on(packages, () => json({ items: [card()] }))
    .on(history, () => json({ items: lived(), next: null, head: head('5'), timeZone: 'Europe/Budapest' }))
    .on(tickets, receipt);
});
afterEach(() => server.leave());

const arrived = async (lang = 'en', attributes = '') => {
  const page = await fixture<HTMLElement>(html`<div lang=${lang} dir=${attributes || 'ltr'}>
    <bookinda-package-card site-key="pk_1" token="t" package-id="p1" api="https://api.example"></bookinda-package-card></div>`);
  const element = page.querySelector<PackageCard>('bookinda-package-card')!;
  await until(() => act(element, 'history'));
  return element;
};
const find = (element: PackageCard, what: string) => element.shadowRoot!.querySelector<HTMLElement>(what);
const all = (element: PackageCard, what: string) => [...element.shadowRoot!.querySelectorAll<HTMLElement>(what)];
const act = (element: PackageCard, name: string) => find(element, `[data-own=${name}]`);
const text = (node: Element | null) => node!.textContent!.replace(/\s+/g, ' ').trim();
const opened = async (lang?: string) => {
  const element = await arrived(lang);
  act(element, 'history')!.click();
  await until(() => find(element, '[part~=step]'));
  return element;
};
const asking = async (element: PackageCard, words?: string) => {
  all(element, '[part=wrong]')[0]!.click();
  await until(() => find(element, 'textarea'));
  if (words !== undefined) type(find(element, 'textarea'), words);
};
const type = (field: Element | null, words: string) => {
  (field as HTMLInputElement).value = words;
  field!.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
};
const send = (element: PackageCard) => find(element, '[part=ask] [part=submit]')!.click();

describe('the history of a package card', () => {
  it('PK-21 is asked for when she opens it: newest first, what, service, who, balance, before → after', async () => {
    const element = await arrived();
    expect(server.count(history)).to.equal(0);
    act(element, 'history')!.click();
    await until(() => all(element, '[part~=step]').length === 6);
    expect(act(element, 'history')!.getAttribute('aria-expanded')).to.equal('true');
    const rows = all(element, '[part~=step]').map(text);
    expect(rows[0]).to.contain('Redemption Massage −1').and.to.contain('7 left').and.to.contain('Nagy Kata');
    expect(rows[0]).to.match(/3 Nov 2026/);
    expect(rows[1]).to.contain('Expiry changed').and.to.contain('3 Jan 2027 → no expiry');
    expect(rows[2]).to.contain('Correction Massage +1');
    expect(rows[3])
      .to.match(/Payment \+HUF\s20,000 · cash/)
      .and.to.contain('paid in all');
    expect(rows[4]).to.contain('undone').and.to.contain('Massage −2');
    expect(rows[5]).to.contain('Sold');
    await expect(element).to.be.accessible();
    act(element, 'history')!.click();
    await until(() => !find(element, '[part=history]'));
  });

  for (const [timeZone, shown] of [
    ['Pacific/Kiritimati', '4 Nov 2026, 00:00'],
    ['America/Los_Angeles', '3 Nov 2026, 02:00'],
  ] as const)
    it(`PK-21 moments are those of the salon's clock, wherever her phone is: ${timeZone}`, async () => {
      server.on(history, () => json({ items: lived(), next: null, head: head('5'), timeZone }));
      const element = await opened();
      expect(all(element, '[part~=step] time').map(text)).to.deep.equal(Array(6).fill(shown));
    });

  it('PK-21 where her browser does not know the zone of the salon, moments are her phone’s and say so', async () => {
    server.on(history, () => json({ items: lived(), next: null, head: head('5'), timeZone: 'Europe/Nowhere' }));
    const element = await opened();
    const zone = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZoneName: 'short' })
      .formatToParts(Date.parse('2026-11-03T10:00:00.000Z'))
      .find(({ type }) => type === 'timeZoneName')!.value;
    for (const moment of all(element, '[part~=step] time').map(text))
      expect(moment).to.contain('Nov 2026').and.to.contain(zone);
  });

  it('PK-19 a pause shows its days, a transfer what went', async () => {
    const frozen = {
      freeze: { from: '2026-12-01', until: '2026-12-20' },
      change: { from: '2027-01-03', to: '2027-01-23' },
    };
    const passed = {
      service: massage,
      sessions: 2,
      remainingAfter: 5,
      amount: money(-900_000),
      paidAfter: money(1_100_000),
    };
    server.on(history, () =>
      json({ items: [step('e7', 'frozen', frozen), step('e6', 'transfer-out', passed)], next: null, head: head('7') }),
    );
    const rows = all(await opened(), '[part~=step]').map(text);
    expect(rows[0]).to.contain('Paused 1 Dec 2026 – 20 Dec 2026 · 3 Jan 2027 → 23 Jan 2027');
    expect(rows[1])
      .to.match(/Passed on Massage −2 −HUF\s9,000/)
      .and.to.contain('5 left');
  });

  it('PK-21 a kind of step that came later is a change; a hidden price hides the money', async () => {
    server.on(history, () =>
      json({ items: [{ ...lived()[3], id: 'x', kind: 'never-heard-of' }], next: null, head: head('5') }),
    );
    const element = await arrived();
    element.showPrice = false;
    act(element, 'history')!.click();
    await until(() => find(element, '[part~=step]'));
    expect(text(find(element, '[part~=step]')))
      .to.contain('Change')
      .and.not.to.contain('HUF');
  });

  it('PK-21 longer histories come in pages; a page that fails can be asked again', async () => {
    const [one, ...rest] = lived();
    server.on(
      history,
      () => json({ items: [one], next: 'cursor', head: head('5') }),
      () => json({ code: 'bad-request', status: 400 }, 400),
      () => json({ items: rest, next: null, head: head('5') }),
    );
    const element = await opened();
    find(element, '[part=more]')!.click();
    await until(() => find(element, '[part=history] [part=retry]'));
    expect(all(element, '[part~=step]').length).to.equal(1);
    await expect(element).to.be.accessible();
    find(element, '[part=history] [part=retry]')!.click();
    await until(() => all(element, '[part~=step]').length === 6);
    expect(server.last(history).query).to.contain('after=cursor');
    expect(find(element, '[part=more]')).to.equal(null);
  });

  it('PK-21 WX-02 when the card moves, an open history shows it', async () => {
    const element = await opened();
    const newer = step('e6', 'reversal', { service: massage, sessions: -1, remainingAfter: 8 });
    server.on(history, () => json({ items: [newer, ...lived()], next: null, head: head('6') }));
    server.on(packages, () => json({ items: [card({ version: 2 })] }));
    stream.send(
      'id: 2\nevent: change\ndata: {"id":"2","kind":"redemption-reversed","ticket":null,"package":"p1","customer":"c1"}\n\n',
    );
    await until(() => text(find(element, '[part~=step]')).includes('Given back'));
    expect(all(element, '[part~=step]').length).to.equal(7);
  });

  it('PK-21 WX-02 what changes while she writes waits, so that the field stays where it is', async () => {
    const element = await opened();
    await asking(element, 'I was');
    const field = find(element, 'textarea');
    const newer = step('e6', 'reversal', { service: massage, sessions: -1, remainingAfter: 8 });
    server.on(history, () => json({ items: [newer, ...lived()], next: null, head: head('6') }));
    server.on(packages, () => json({ items: [card({ version: 2, name: 'Massage ten' })] }));
    stream.send(
      'id: 2\nevent: change\ndata: {"id":"2","kind":"redemption-reversed","ticket":null,"package":"p1","customer":"c1"}\n\n',
    );
    await until(() => text(find(element, '[part=name]')) === 'Massage ten');
    expect(all(element, '[part~=step]').length).to.equal(6);
    expect(element.shadowRoot!.activeElement).to.equal(field);
    find(element, '[part=cancel]')!.click();
    await until(() => all(element, '[part~=step]').length === 7);
  });

  it('PK-21 a page that gives the package itself, or asks for a summary, gets no history', async () => {
    const element = await arrived();
    element.view = 'summary';
    await element.updateComplete;
    expect(act(element, 'history')).to.equal(null);
    element.view = 'full';
    element.package = card({ id: 'other' });
    await element.updateComplete;
    expect(act(element, 'history')).to.equal(null);
  });

  it('PK-21 the page may take an act over', async () => {
    const element = await arrived();
    const acts: string[] = [];
    element.addEventListener('bookinda-action', (event) => {
      acts.push((event as CustomEvent).detail.action);
      event.preventDefault();
    });
    for (const name of ['history', 'renew', 'statement']) act(element, name)!.click();
    await new Promise((done) => setTimeout(done, 50));
    expect(acts).to.deep.equal(['history', 'renew', 'statement']);
    expect(find(element, '[part=history],[part=ask]')).to.equal(null);
  });
});

describe('“Something wrong?”', () => {
  it('PK-21 sends the step and her words, shows the number at once, and its row says so from then on', async () => {
    const element = await opened();
    await asking(element, '  I was ill that day. ');
    expect(element.shadowRoot!.activeElement).to.equal(find(element, 'textarea'));
    await expect(element).to.be.accessible();
    setTimeout(() => send(element));
    const { detail } = await oneEvent(element, 'bookinda-success');
    expect(detail).to.deep.include({ number: 'TKT-0123', about: 'dispute' });
    expect(server.last(tickets).body).to.deep.equal({
      about: 'dispute',
      step: 'e5',
      description: 'I was ill that day.',
      language: 'en',
    });
    await until(() => find(element, '[part=asked]'));
    expect(text(all(element, '[part~=step]')[0]!)).to.contain('You asked: TKT-0123');
    expect(element.shadowRoot!.activeElement).to.equal(find(element, '[part=asked]'));
    expect(find(element, '[part=ask]')).to.equal(null);
    await expect(element).to.be.accessible();
  });

  it('PK-21 a step she asked about before shows its ticket instead of the question', async () => {
    const [one, ...rest] = lived();
    const asked = { ...one, ticket: { id: 't9', number: 'TKT-0009' } };
    server.on(history, () => json({ items: [asked, ...rest], next: null, head: head('5') }));
    const element = await opened();
    expect(text(all(element, '[part~=step]')[0]!))
      .to.contain('You asked: TKT-0009')
      .and.not.to.contain(en.wrong);
    expect(all(element, '[part=wrong]').length).to.equal(5);
  });

  it('PK-21 nothing is sent without words', async () => {
    const element = await opened();
    await asking(element, '   ');
    send(element);
    await until(() => text(find(element, '[part=ask] [part=error]')) === en.tell);
    expect(find(element, 'textarea')!.getAttribute('aria-invalid')).to.equal('true');
    expect(server.count(tickets)).to.equal(0);
    await expect(element).to.be.accessible();
  });

  it('PK-21 her words survive a failed send and a reload, and a second try is the same intent', async () => {
    server.on(tickets, () => json({ code: 'bad-request', status: 400 }, 400), receipt);
    const element = await opened();
    await asking(element, 'It was not me');
    send(element);
    await until(() => text(find(element, '[part=ask] [part=error]')) === en.failed);
    expect((find(element, 'textarea') as HTMLTextAreaElement).value).to.equal('It was not me');
    const { headers } = server.last(tickets);
    element.parentElement!.remove();
    const again = await opened();
    await asking(again);
    expect((find(again, 'textarea') as HTMLTextAreaElement).value).to.equal('It was not me');
    send(again);
    await until(() => find(again, '[part=asked]'));
    expect(server.last(tickets).headers.get('idempotency-key')).to.equal(headers.get('idempotency-key'));
    expect(Object.keys(localStorage).filter((name) => name.includes('dispute'))).to.deep.equal([]);
  });

  for (const [code, status, why] of [
    ['storage-full', 507, rareWords('en').noRoom],
    ['upload-quota', 429, rareWords('en').enough],
    ['unsupported-type', 415, en.badFile.replace('{name}', 'a.png')],
  ] as const)
    it(`PK-21 a file that is answered with ${code} is refused with the true reason, and her words are kept`, async () => {
      const real = window.XMLHttpRequest;
      window.XMLHttpRequest = class {
        upload = {};
        onloadend?: () => void;
        status = status;
        responseText = JSON.stringify({ code });
        open() {}
        abort() {}
        setRequestHeader() {}
        getResponseHeader() {
          return null;
        }
        send() {
          setTimeout(() => this.onloadend?.());
        }
      } as never;
      try {
        const element = await opened();
        await asking(element, 'See the picture');
        const chosen = new DataTransfer();
        chosen.items.add(new File(['x'], 'a.png', { type: 'image/png' }));
        const field = find(element, '[part=ask] [part=files]') as HTMLInputElement;
        field.files = chosen.files;
        field.dispatchEvent(new Event('change'));
        send(element);
        await until(() => text(find(element, '[part=ask] [part=error]')) === why);
        expect((find(element, 'textarea') as HTMLTextAreaElement).value).to.equal('See the picture');
        expect(server.count(tickets)).to.equal(0);
      } finally {
        window.XMLHttpRequest = real;
      }
    });

  it('PK-21 where a ticket about it is still open she is told which, and keeps her words', async () => {
    server.on(tickets, () =>
      json({ code: 'already-open', status: 409, ticket: { id: 't1', number: 'TKT-0077' } }, 409),
    );
    const element = await opened();
    await asking(element, 'Once more');
    send(element);
    await until(() => text(find(element, '[part=ask] [part=error]')).includes('TKT-0077'));
    expect((find(element, 'textarea') as HTMLTextAreaElement).value).to.equal('Once more');
  });

  it('PK-21 pressed twice it is sent once; Escape closes, keeps the words and gives the focus back', async () => {
    let answer: (response: Response) => void = () => {};
    server.on(tickets, () => new Promise((done) => (answer = done)));
    const element = await opened();
    await asking(element, 'Twice');
    const pressEscape = () =>
      find(element, 'textarea')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    pressEscape();
    await until(() => !find(element, '[part=ask]'));
    await until(() => element.shadowRoot!.activeElement === find(element, '[part=wrong]'));
    await asking(element);
    expect((find(element, 'textarea') as HTMLTextAreaElement).value).to.equal('Twice');
    send(element);
    send(element);
    pressEscape();
    await until(() => server.count(tickets) === 1);
    answer(receipt());
    await until(() => find(element, '[part=asked]'));
    expect(server.count(tickets)).to.equal(1);
  });
});

describe('“Renew”', () => {
  it('PK-19 asks for it, with or without words, and shows the number', async () => {
    for (const status of ['active', 'expired', 'fully-used'] as const) {
      server.on(packages, () => json({ items: [card({ status })] }));
      const element = await arrived();
      act(element, 'renew')!.click();
      await until(() => find(element, '[part=ask]'));
      expect(text(find(element, '[part=ask]'))).to.contain('Massage 10');
      if (status === 'active') await expect(element).to.be.accessible();
      send(element);
      await until(() => find(element, '[part=asked]'));
      expect(text(find(element, '[part=asked]'))).to.equal('We got it: TKT-0123');
      expect(server.last(tickets).body).to.deep.equal({ about: 'renewal', language: 'en' });
      expect(act(element, 'renew')).to.equal(null);
      element.parentElement!.remove();
    }
    expect(new Set(server.asked.map(({ headers }) => headers.get('idempotency-key'))).size).to.equal(4);
  });

  it('PK-19 a cancelled package is not renewed', async () => {
    server.on(packages, () => json({ items: [card({ status: 'cancelled' })] }));
    expect(act(await arrived(), 'renew')).to.equal(null);
  });
});

describe('the check of a code', () => {
  const checking = async (lang?: string) => {
    const element = await opened(lang);
    (find(element, 'details') as HTMLDetailsElement).open = true;
    await until(() => find(element, '#code'));
    return element;
  };
  const check = async (element: PackageCard, code: string) => {
    type(find(element, '#code'), code);
    find(element, '[part=check-form] [part=submit]')!.click();
  };
  const verdict = async (element: PackageCard) => {
    await until(() => find(element, '[part=verdict]'));
    return text(find(element, '[part=verdict]'));
  };

  it('PK-22 says which step a kept code reaches to, and marks it', async () => {
    server.on(verification, () => json({ holds: true, brokenAt: null, length: 5, head: head('5'), knownAt: 3 }));
    const element = await checking();
    expect(text(find(element, '[part=check-form]'))).to.contain(head('5'));
    await check(element, `Check code of your package's history: ${head('3').toUpperCase()}\nKeep this mail`);
    expect(await verdict(element)).to.equal(
      'This code was the state after step 3 of 5; nothing before it was changed.',
    );
    expect(server.last(verification).query).to.equal(`?head=${head('3')}`);
    expect(text(find(element, '[part~=reached]')))
      .to.contain('TKT-0004')
      .and.to.contain(en.reached);
    expect(element.shadowRoot!.activeElement).to.equal(find(element, '[part=verdict]'));
    for (const theme of ['light', 'dark']) {
      element.setAttribute('theme', theme);
      await expect(element).to.be.accessible();
    }
  });

  it('PK-22 tells the state now, the sale, a code from elsewhere and a broken chain apart', async () => {
    const answers: [object, RegExp, string][] = [
      [{ holds: true, knownAt: 5 }, /the state now/, 'green'],
      [{ holds: true, knownAt: 0 }, /at the sale \(step 0 of 5\)/, 'green'],
      [{ holds: true, knownAt: null }, /never belonged to this history.*show it to the salon’s owner/, 'red'],
      [{ holds: false, brokenAt: 2, knownAt: 1 }, /Step 2 of 5 was cut or edited/, 'red'],
    ];
    const element = await checking();
    for (const [answer, words, tone] of answers) {
      server.on(verification, () => json({ brokenAt: null, length: 5, head: head('5'), ...answer }));
      await check(element, head('a'));
      await until(() => words.test(text(find(element, '[part=verdict]') ?? document.body)));
      expect(find(element, '[part=verdict]')!.dataset['tone']).to.equal(tone);
    }
    await expect(element).to.be.accessible();
  });

  it('PK-22 what is no code is not asked about', async () => {
    const element = await checking();
    await check(element, 'TKT-0001');
    await until(() => text(find(element, '#code-error')) === checkEn.notCode);
    expect(server.count(verification)).to.equal(0);
    await expect(element).to.be.accessible();
  });
});

describe('the statement', () => {
  it('PK-16 is a page of its own: whose, what, every step oldest first with its balance, the check code', async () => {
    server.on(
      history,
      () => json({ items: lived().slice(0, 3), next: 'c', head: head('5') }),
      () => json({ items: lived().slice(3), next: null, head: head('5') }),
    );
    server.on('GET /v1/embed/config', () => json({ tenant: { name: 'Aranyolló', accent: null, language: 'hu' } }));
    const element = await arrived();
    const frame = await fixture<HTMLIFrameElement>(html`<iframe title="page"></iframe>`);
    const real = globalThis.open;
    globalThis.open = () => frame.contentWindow;
    act(element, 'statement')!.click();
    const page = frame.contentDocument!;
    await until(() => page.querySelector('tbody'));
    globalThis.open = real;
    expect(page.title).to.equal('Statement · Massage 10');
    expect(page.documentElement.lang).to.equal('en');
    const words = page.body.textContent!.replace(/\s+/g, ' ');
    for (const known of ['Aranyolló', 'Kiss Éva', 'Massage: 3 of 10 used, 7 left', head('5'), '21 Nov 2026'])
      expect(words).to.contain(known);
    const rows = [...page.querySelectorAll('tbody tr')].map((row) => row.textContent!.replace(/\s+/g, ' '));
    expect(rows.length).to.equal(6);
    expect(rows[0]).to.contain('Sold');
    expect(rows[5]).to.contain('Redemption').and.to.contain('−1').and.to.contain('7');
  });

  it('PK-16 a blocked window is said', async () => {
    const element = await arrived();
    const real = globalThis.open;
    globalThis.open = () => null;
    act(element, 'statement')!.click();
    await until(() => text(element.shadowRoot!.firstElementChild).includes(statementEn.popups));
    globalThis.open = real;
  });
});

describe('the words of the history', () => {
  it('PK-21 are all there in Hungarian', async () => {
    for (const [english, hungarian] of [
      [en, hu],
      [checkEn, checkHu],
      [statementEn, statementHu],
    ] as [Record<string, string>, Record<string, string>][]) {
      expect(Object.keys(hungarian)).to.deep.equal(Object.keys(english));
      const facts = (words: string) => [...words.matchAll(/\{\w+\}/g)].map(String).sort().join();
      for (const name of Object.keys(english))
        if (name !== 'newest') expect(facts(hungarian[name]!), name).to.equal(facts(english[name]!));
    }
    const element = await opened('hu');
    expect(text(find(element, '[part~=step]')))
      .to.contain('Beváltás')
      .and.to.contain('Valami nem stimmel?');
    await asking(element, 'Beteg voltam');
    send(element);
    await until(() => find(element, '[part=asked]'));
    expect(text(find(element, '[part=asked]'))).to.equal('Kérdése: TKT-0123');
    expect(server.last(tickets).body).to.include({ language: 'hu' });
  });

  it('PK-21 `messages` replaces them too, and the language may change while it is open', async () => {
    const element = await arrived();
    element.messages = { wrong: 'Not right?' };
    act(element, 'history')!.click();
    await until(() => find(element, '[part=wrong]'));
    expect(text(find(element, '[part=wrong]'))).to.equal('Not right?');
    element.lang = 'hu';
    await until(() => text(find(element, '[part~=step]')).includes('Beváltás'));
  });
});
