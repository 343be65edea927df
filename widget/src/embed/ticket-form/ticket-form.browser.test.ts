import { ticketLimits } from '@bookinda/contracts/limits';
import type { EmbedConfig } from '@bookinda/contracts/support/ticket';
import { salonSupport } from '@bookinda/contracts/support/ticket-lifecycle';
import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { FakeServer, json, until } from '../fake-server.js';
import './define.js';
import { solve } from './proof.js';
import type { TicketForm } from './ticket-form.js';
import { rareWords } from './upload.js';
import { en } from './words.en.js';
import hu from './words.hu.js';

const config: EmbedConfig = {
  tenant: { name: 'Aranyolló', accent: '#b45309', language: 'en' },
  categories: salonSupport.categories.map(({ code, prompt, colour }) => ({ code, prompt, colour })),
  usualAnswer: { fromHours: 2, toHours: 5, measured: true },
  files: { perMessage: 10, bytes: 1 << 20, accept: ['image/png'] },
  customer: null,
};
const words = {
  category: 'BILLING',
  email: 'anna@example.hu',
  subject: 'Wrong invoice',
  description: 'It is doubled.',
};
const tickets = 'POST /v1/embed/tickets';
const receipt = () => json({ id: '1', number: 'TKT-0123', status: 'OPEN' }, 201);

let server: FakeServer;
let online = true;

beforeEach(() => {
  localStorage.clear();
  online = true;
  Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => online });
  server = new FakeServer()
    .on('GET /v1/embed/config', () => json(config))
    .on('GET /v1/embed/challenge', () => json({ salt: 's', zeroBits: 6, signature: 'g' }))
    .on(tickets, receipt);
});

afterEach(() => server.leave());

const form = (attributes = html`<bookinda-ticket-form site-key="pk_1" lang="en"></bookinda-ticket-form>`) =>
  fixture<TicketForm>(attributes);
const ready = async (attributes?: Parameters<typeof form>[0]) => {
  const element = await form(attributes);
  await until(() => element.matches(':state(ready)'), 'settings arrive');
  return element;
};
const part = (element: TicketForm, name: string) => element.shadowRoot!.querySelector<HTMLElement>(`[part~=${name}]`);
const text = (element: TicketForm) => element.shadowRoot!.textContent!.replace(/\s+/g, ' ');

describe('bookinda-ticket-form', () => {
  it('WX-05 is accessible empty, with errors, and sent', async () => {
    const element = await ready();
    await expect(element).to.be.accessible();
    await element.submit();
    await element.updateComplete;
    await expect(element).to.be.accessible();
    element.value = words;
    await element.submit();
    await element.updateComplete;
    await expect(element).to.be.accessible();
  });

  it('WX-01 stands at once with the usual categories, before any answer', async () => {
    server.on('GET /v1/embed/config', () => new Promise<Response>(() => {}));
    const element = await form();
    expect([...element.shadowRoot!.querySelectorAll('.chip')].map((chip) => chip.textContent!.trim())).to.eql(
      salonSupport.categories.map(({ prompt }) => prompt.en),
    );
    expect(server.count('GET /v1/embed/challenge')).to.equal(0);
  });

  it('BS-02 the built-in prompts are the desk’s, in both languages', () => {
    for (const { code, prompt } of salonSupport.categories) {
      expect(en[code as keyof typeof en]).to.equal(prompt.en);
      expect(hu[code as keyof typeof hu]).to.equal(prompt.hu);
    }
    expect(Object.keys(hu)).to.have.members(Object.keys(en));
  });

  it('BS-12 says the desk’s usual answer time', async () => {
    const element = await ready();
    expect(text(element)).to.contain('Usually answered within 2–5 h');
  });

  it('WX-01 shows the number at once, focuses it, tells the page, and gives it to a form around', async () => {
    const around = await fixture<HTMLFormElement>(
      html`<form><bookinda-ticket-form name="ticket" site-key="pk_1" lang="en"></bookinda-ticket-form></form>`,
    );
    const element = around.querySelector('bookinda-ticket-form') as TicketForm;
    await until(() => element.matches(':state(ready)'));
    element.value = words;
    setTimeout(() => element.submit());
    const { detail } = await oneEvent(element, 'bookinda-success');
    expect(detail.number).to.equal('TKT-0123');
    await until(() => element.shadowRoot!.activeElement === part(element, 'success'));
    expect(text(element)).to.contain('TKT-0123').and.to.contain('anna@example.hu');
    expect(new FormData(around).get('ticket')).to.equal('TKT-0123');
    await until(() =>
      [...document.querySelectorAll('body > [role=status]')].some((region) => region.textContent!.includes('TKT-0123')),
    );
  });

  it('WX-01 sends a proof that holds, the honeypot and no e-mail for a known customer', async () => {
    const element = await ready();
    element.value = words;
    await element.submit();
    const { body, headers } = server.last(tickets);
    expect(body['proof']).to.match(/^s\.6\.g\.\d+$/);
    const n = String(body['proof']).split('.')[3];
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`s${n}`)));
    expect(digest[0]! >> 2).to.equal(0);
    expect(headers.get('authorization')).to.equal('Bearer pk_1');
    expect(headers.get('idempotency-key')).to.match(/^[0-9a-f]{32}$/);
    const known = await form(
      html`<bookinda-ticket-form site-key="pk_2" token="a.e30.c" lang="en"></bookinda-ticket-form>`,
    );
    expect(known.hasAttribute('token'), 'token attribute is removed').to.equal(false);
    expect(known.shadowRoot!.querySelector('#email')).to.equal(null);
    known.value = { ...words, email: '' };
    await known.submit();
    expect(server.last(tickets).body).to.not.have.any.keys('email', 'proof');
    expect(server.last(tickets).headers.get('x-customer-token')).to.equal('a.e30.c');
  });

  it('WX-01 the proof is right for long texts and many zero bits', async () => {
    const proof = await solve({ salt: 'x'.repeat(120), zeroBits: 12, signature: 'y' });
    const n = proof.split('.')[3];
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode('x'.repeat(120) + n)));
    expect(digest[0]).to.equal(0);
    expect(digest[1]! >> 4).to.equal(0);
  });

  it('WX-01 errors stand in a summary that takes the focus, and beside their fields', async () => {
    const element = await ready();
    setTimeout(() => part(element, 'submit')!.click());
    const { detail } = await oneEvent(element, 'bookinda-invalid');
    expect(Object.keys(detail.errors)).to.eql(['category', 'email', 'subject', 'description']);
    await until(() => element.shadowRoot!.activeElement === part(element, 'error-summary'));
    const links = element.shadowRoot!.querySelectorAll<HTMLElement>('[part=error-summary] a');
    links[2]!.click();
    expect(element.shadowRoot!.activeElement!.id).to.equal('subject');
    expect(element.shadowRoot!.querySelector('#subject')!.getAttribute('aria-invalid')).to.equal('true');
    element.value = { email: 'not an address', description: 'x'.repeat(ticketLimits.description + 3) };
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('#email-error')!.textContent).to.equal(en.badEmail);
    expect(element.shadowRoot!.querySelector('#description-error')!.textContent).to.contain('3');
    expect(server.count(tickets)).to.equal(0);
    expect(element.checkValidity()).to.equal(false);
    expect(element.validity.valid).to.equal(false);
  });

  it('WX-01 the server’s field errors land beside their fields and nothing is lost', async () => {
    server.on(tickets, () =>
      json(
        {
          code: 'invalid-input',
          status: 400,
          errors: [
            { path: 'subject', code: 'x', message: 'No links here' },
            { path: 'type', code: 'x', message: 'Gone' },
          ],
        },
        400,
      ),
    );
    const element = await ready();
    element.value = words;
    await element.submit();
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('#subject-error')!.textContent).to.equal('No links here');
    expect(element.shadowRoot!.querySelector('#category-error')!.textContent).to.equal('Gone');
    expect(element.value.description).to.equal(words.description);
  });

  it('WX-01 a retry keeps its idempotency key and its body', async () => {
    server.on(
      tickets,
      () => json({ code: 'too-many', status: 429 }, 429, { 'retry-after': '0' }),
      () => json({ code: 'unavailable', status: 503 }, 503, { 'retry-after': '0' }),
      receipt,
    );
    const element = await ready();
    const retries: number[] = [];
    element.addEventListener('bookinda-retry', (event) => retries.push((event as CustomEvent).detail.attempt));
    element.value = words;
    await element.submit();
    const sent = server.asked.filter(({ door }) => door === tickets);
    expect(sent.length).to.equal(3);
    expect(new Set(sent.map(({ headers }) => headers.get('idempotency-key'))).size).to.equal(1);
    expect(new Set(sent.map(({ body }) => JSON.stringify(body))).size).to.equal(1);
    expect(retries).to.eql([2, 3]);
  });

  it('WX-01 gives up after four retries, keeps the words and says so', async () => {
    server.on(tickets, () => json({ code: 'unavailable', status: 503 }, 503, { 'retry-after': '0' }));
    const element = await ready();
    element.value = words;
    await element.submit();
    await element.updateComplete;
    expect(server.count(tickets)).to.equal(5);
    expect(part(element, 'error-summary')!.textContent).to.contain(en.network);
    expect(element.value).to.eql(words);
  });

  it('WX-01 an outdated proof is renewed once, under the same key', async () => {
    server.on(tickets, () => json({ code: 'proof-required', status: 403 }, 403), receipt);
    const element = await ready();
    element.value = words;
    expect((await element.submit())!.number).to.equal('TKT-0123');
    expect(server.count('GET /v1/embed/challenge')).to.equal(2);
  });

  it('WX-01 where the proof of work is hard the form says why it waits and how far it is, and then sends', async () => {
    // The first solution of this one is 226,082.
    server.on('GET /v1/embed/challenge', () => json({ salt: 'a', zeroBits: 16, signature: 'g' }));
    const element = await ready();
    element.value = words;
    const said = new Set<string>();
    const watch = new MutationObserver(() => said.add(text(element)));
    watch.observe(element.shadowRoot!, { subtree: true, childList: true, characterData: true });
    expect((await element.submit())!.number).to.equal('TKT-0123');
    watch.disconnect();
    const steps = [...said].flatMap((words) => /checking that you are no robot: (\d+) %/.exec(words)?.[1] ?? []);
    expect(steps.length).to.be.greaterThan(1);
    expect(steps.map(Number)).to.eql([...new Set(steps.map(Number))].sort((a, b) => a - b));
    expect(server.last(tickets).body['proof']).to.equal('a.16.g.226082');
  });

  it('WX-01 draft and key survive a reload; success clears them; another key has its own', async () => {
    server.on(tickets, () => json({ code: 'unexpected', status: 400 }, 400));
    const first = await ready();
    first.value = words;
    await first.submit();
    const { headers, body } = server.last(tickets);
    first.remove();
    server.on(tickets, receipt);
    const other = await ready(html`<bookinda-ticket-form site-key="pk_other" lang="en"></bookinda-ticket-form>`);
    expect(other.value.subject).to.equal('');
    const second = await ready();
    expect(second.value).to.eql(words);
    await second.submit();
    expect(server.last(tickets).headers.get('idempotency-key')).to.equal(headers.get('idempotency-key'));
    expect(server.last(tickets).body).to.eql(body);
    expect(Object.keys(localStorage)).to.eql([]);
  });

  it('WX-01 a draft older than seven days is gone, and no draft is kept with draft="off"', async () => {
    localStorage.setItem(
      'bookinda:draft:pk_1:',
      JSON.stringify({ at: Date.now() - 8 * 86_400_000, value: words, key: 'k' }),
    );
    expect((await ready()).value.subject).to.equal('');
    localStorage.clear();
    const off = await ready(html`<bookinda-ticket-form site-key="pk_1" lang="en" draft="off"></bookinda-ticket-form>`);
    off.value = words;
    await new Promise((done) => setTimeout(done, 400));
    expect(localStorage.length).to.equal(0);
  });

  it('WX-01 without a network it waits, and goes out when the network is back', async () => {
    const element = await ready();
    element.value = words;
    online = false;
    dispatchEvent(new Event('offline'));
    const queued = oneEvent(element, 'bookinda-queued');
    await element.submit();
    await queued;
    await element.updateComplete;
    expect(element.matches(':state(offline)')).to.equal(true);
    expect(text(element)).to.contain(en.queued);
    expect(server.count(tickets)).to.equal(0);
    online = true;
    const success = oneEvent(element, 'bookinda-success');
    dispatchEvent(new Event('online'));
    expect((await success).detail.number).to.equal('TKT-0123');
  });

  it('WX-01 a listener can stop the sending, or hold it', async () => {
    const element = await ready();
    element.value = words;
    element.addEventListener('bookinda-before-submit', (event) => event.preventDefault(), { once: true });
    await element.submit();
    expect(server.count(tickets)).to.equal(0);
    let held = true;
    const hold = async () => {
      await new Promise((go) => setTimeout(go, 50));
      held = false;
    };
    element.addEventListener('bookinda-before-submit', (event) => (event as CustomEvent).detail.waitUntil(hold()));
    await element.submit();
    expect(held).to.equal(false);
    expect(server.count(tickets)).to.equal(1);
  });

  it('BS-06 refuses what is too large, too many or of a wrong kind beside the file', async () => {
    const element = await ready(
      html`<bookinda-ticket-form site-key="pk_1" lang="en" max-files="2"></bookinda-ticket-form>`,
    );
    await element.attach([
      new File([new Uint8Array((1 << 20) + 1)], 'large.png', { type: 'image/png' }),
      new File(['x'], 'a.exe', { type: 'application/x-exe' }),
      new File(['x'], 'third.png', { type: 'image/png' }),
    ]);
    await element.updateComplete;
    const rows = [...element.shadowRoot!.querySelectorAll('[part=file]')].map((row) =>
      row.textContent!.replace(/\s+/g, ' '),
    );
    expect(rows[0]).to.contain('Larger than 1 MB');
    expect(rows[1]).to.contain(en.badType);
    expect(rows.length).to.equal(2);
    expect(element.shadowRoot!.querySelector('#files-error')!.textContent).to.contain('Only 2 files');
    part(element, 'file-remove')!.click();
    await until(() => element.files.length === 1);
  });

  it('BS-06 takes files by paste', async () => {
    const element = await ready();
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'shot.png', { type: 'image/png' }));
    element.addEventListener('bookinda-before-upload', (event) => event.preventDefault());
    const offered = oneEvent(element, 'bookinda-before-upload');
    part(element, 'form')!.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
    expect((await offered).detail.file.name).to.equal('shot.png');
    expect(element.files).to.eql([]);
  });

  describe('uploads', () => {
    const real = window.XMLHttpRequest;
    const png = () => new File(['x'], 'shot.png', { type: 'image/png' });
    let answers: { status: number; body: object }[];
    let sent: Record<string, string>[];
    const id = (n: number) => `00000000-0000-7000-8000-00000000000${n}`;

    /** Uploads go by XMLHttpRequest, which alone tells how far they are. Answers in order, then with ids 1, 2, 3 … */
    class FakeRequest {
      status = 0;
      responseText = '';
      upload = {};
      onloadend?: () => void;
      private headers: Record<string, string> = {};
      open() {}
      abort() {}
      setRequestHeader(name: string, value: string) {
        this.headers[name] = value;
      }
      getResponseHeader() {
        return null;
      }
      send() {
        sent.push(this.headers);
        const { status, body } = answers.shift() ?? { status: 201, body: { id: id(sent.length) } };
        setTimeout(() => {
          Object.assign(this, { status, responseText: JSON.stringify(body) });
          this.onloadend?.();
        });
      }
    }

    beforeEach(() => {
      answers = [];
      sent = [];
      window.XMLHttpRequest = FakeRequest as never;
    });
    afterEach(() => {
      window.XMLHttpRequest = real;
    });

    const arrived = (element: TicketForm) =>
      until(() => element.shadowRoot!.querySelectorAll('[part=file] progress').length === 0);

    it('finding 6: a visitor’s file goes with the proof of work, and with a new one when that is used up', async () => {
      const element = await ready();
      answers = [{ status: 403, body: { code: 'proof-required' } }];
      await element.attach([png()]);
      await until(() => sent.length === 2);
      await arrived(element);
      expect(sent.map((headers) => headers['x-proof']?.startsWith('s.6.g.'))).to.eql([true, true]);
      expect(server.count('GET /v1/embed/challenge')).to.equal(2);
    });

    it('G1: says that there is no room, at once, and takes the text without the file', async () => {
      const element = await ready();
      answers = [{ status: 507, body: { code: 'storage-full' } }];
      await element.attach([png()]);
      await until(() => text(element).includes(rareWords('en').noRoom));
      expect(sent.length).to.equal(1);
      element.value = words;
      part(element, 'file-remove')!.click();
      await until(() => element.files.length === 0);
      await element.submit();
      expect(server.last(tickets).body).not.to.have.property('uploads');
    });

    it('finding 6: files that the server no longer has are uploaded again, and the ticket takes those', async () => {
      const element = await ready();
      await element.attach([png()]);
      await until(() => sent.length === 1);
      await arrived(element);
      let tried = 0;
      server.on(tickets, () => {
        tried += 1;
        return tried === 1
          ? json(
              { code: 'invalid-input', status: 400, errors: [{ path: 'uploads', code: 'unknown', message: '…' }] },
              400,
            )
          : receipt();
      });
      element.value = words;
      await element.submit();
      expect(sent.length).to.equal(2);
      expect((server.last(tickets).body as { uploads: string[] }).uploads).to.eql([id(2)]);
      expect(text(element)).to.contain('TKT-0123');
    });
  });

  it('WX-05 speaks Hungarian in full where the page does', async () => {
    const around = await fixture(
      html`<div lang="hu"><bookinda-ticket-form site-key="pk_1"></bookinda-ticket-form></div>`,
    );
    const element = around.querySelector('bookinda-ticket-form') as TicketForm;
    await until(() => element.matches(':state(ready)'));
    expect(text(element)).to.contain('Miben segíthetünk?').and.to.contain('Számlázás').and.to.contain('2–5 órán belül');
    element.messages = { heading: 'Szia!' };
    await element.updateComplete;
    expect(text(element)).to.contain('Szia!');
  });

  it('WX-04 appearance and the tenant’s accent write custom properties on the element only', async () => {
    const element = await ready();
    expect(element.style.getPropertyValue('--bookinda-tenant-accent')).to.equal('#b45309');
    element.appearance = { colorPrimary: 'rgb(1, 2, 3)' };
    await element.updateComplete;
    expect(getComputedStyle(part(element, 'submit')!).backgroundColor).to.equal('rgb(1, 2, 3)');
    expect(document.documentElement.getAttribute('style')).to.equal(null);
  });

  it('WX-01 takes over what was typed into the plain form inside it', async () => {
    const element = await ready(
      html`<bookinda-ticket-form site-key="pk_1" lang="en"><form><input name="subject" value="Typed early" /></form></bookinda-ticket-form>`,
    );
    expect(element.value.subject).to.equal('Typed early');
  });

  it('WX-03 a key that is unknown says so and is reported', async () => {
    server.on('GET /v1/embed/config', () => json({ code: 'key-unknown', status: 401 }, 401));
    const element = document.createElement('bookinda-ticket-form') as TicketForm;
    element.lang = 'en';
    const told = oneEvent(element, 'bookinda-error');
    document.body.append(element);
    expect((await told).detail).to.eql({ code: 'key-unknown', status: 401, retryable: false });
    await element.updateComplete;
    expect(element.matches(':state(error)')).to.equal(true);
    expect(part(element, 'status')!.textContent).to.equal(en.refused);
    element.remove();
  });

  describe('what is written belongs to who wrote it', () => {
    const tokenOf = (sub: string) => `a.${btoa(JSON.stringify({ sub }))}.c`;
    const customer = (name: string) => () => json({ ...config, customer: { name, email: `${name}@example.hu` } });
    const provided = async (provider: () => Promise<string | null>) => {
      const element = document.createElement('bookinda-ticket-form') as TicketForm;
      element.lang = 'en';
      element.siteKey = 'pk_1';
      element.tokenProvider = provider;
      (await fixture(html`<div></div>`)).append(element);
      await until(() => element.matches(':state(ready)'), 'settings arrive');
      return element;
    };
    const kept = () => Object.keys(localStorage).filter((name) => name.startsWith('bookinda:draft:'));
    const typed = async (element: TicketForm) => {
      const before = kept().length;
      element.value = words;
      await until(() => kept().length > before, 'the draft is kept');
    };

    it('F1 a draft under a provider is the person’s: the next one does not read it, the same one does', async () => {
      let person = 'anna';
      server.on('GET /v1/embed/config', () => customer(person)());
      const provider = async () => tokenOf(person);
      const first = await provided(provider);
      await typed(first);
      expect(kept()).to.eql(['bookinda:draft:pk_1:anna']);
      first.remove();
      person = 'bea';
      const second = await provided(provider);
      expect(second.value.description).to.equal('');
      second.remove();
      person = 'anna';
      expect((await provided(provider)).value.description).to.equal(words.description);
    });

    it('F2 a change of person is noticed before sending: nothing goes out in the former one’s name', async () => {
      let person = 'anna';
      server.on('GET /v1/embed/config', () => customer(person)());
      const element = await provided(async () => tokenOf(person));
      await typed(element);
      person = 'bea';
      expect(await element.submit()).to.equal(undefined);
      expect(server.count(tickets)).to.equal(0);
      await until(() => text(element).includes('Someone else is signed in here now'));
      expect(element.value.description).to.equal('');
      element.value = { ...words, description: 'Of Bea.' };
      await element.submit();
      expect(server.last(tickets).headers.get('x-customer-token')).to.equal(tokenOf('bea'));
      expect(server.last(tickets).body['description']).to.equal('Of Bea.');
      expect(kept(), 'hers waits for her').to.eql(['bookinda:draft:pk_1:anna']);
    });

    it('F2 a token renewed while it is sent does not change the sender', async () => {
      let person = 'anna';
      server.on('GET /v1/embed/config', customer('anna')).on(
        tickets,
        () => {
          person = 'bea';
          return json({ code: 'token-expired', status: 401 }, 401);
        },
        receipt,
      );
      const element = await provided(async () => tokenOf(person));
      await typed(element);
      expect(await element.submit()).to.equal(undefined);
      expect(server.count(tickets)).to.equal(1);
      await until(() => text(element).includes('Someone else is signed in here now'));
    });

    it('F2 another token by property takes the former person’s words off the form; a visitor who signs in keeps hers', async () => {
      const element = await ready();
      await typed(element);
      element.token = tokenOf('anna');
      await until(() => kept().join() === 'bookinda:draft:pk_1:anna', 'hers now');
      expect(element.value.description).to.equal(words.description);
      element.token = tokenOf('bea');
      await until(() => !element.value.description, 'nothing of Anna');
      expect(element.value.email).to.equal('');
    });

    it('F2 signOut() leaves nothing of the person, in the form and on the device', async () => {
      let person: string | null = 'anna';
      server.on('GET /v1/embed/config', () => (person ? customer(person)() : json(config)));
      const element = await provided(async () => person && tokenOf(person));
      await typed(element);
      localStorage.setItem('bookinda:draft:pk_1:anna:dispute:7', '{}');
      localStorage.setItem('bookinda:draft:pk_1:annabel', '{}');
      person = null;
      element.signOut();
      await until(() => !element.value.description);
      await until(() => element.matches(':state(ready)') && !element.known);
      expect(kept()).to.eql(['bookinda:draft:pk_1:annabel']);
    });

    it('F8 a provider that knows no customer: the form of a visitor, with an address and a proof', async () => {
      const element = await provided(async () => null);
      await until(() => element.shadowRoot!.querySelector('#email'), 'the address field');
      element.value = words;
      await element.submit();
      expect(server.last(tickets).body).to.include({ email: words.email });
      expect(server.last(tickets).body['proof']).to.match(/^s\.6/);
    });

    it('F17 a visitor’s draft can be another visitor’s: “Not mine, clear” beside it; nothing is kept after success', async () => {
      const first = await ready();
      await typed(first);
      first.remove();
      const next = await ready();
      await until(() => part(next, 'not-mine'), 'the button');
      expect(text(next)).to.contain(en.restored);
      await expect(next).to.be.accessible();
      part(next, 'not-mine')!.click();
      await next.updateComplete;
      expect(next.value).to.eql({ category: '', email: '', subject: '', description: '' });
      expect(part(next, 'not-mine')).to.equal(null);
      expect(kept()).to.eql([]);
      next.value = words;
      await next.submit();
      next.remove();
      expect(kept()).to.eql([]);
      expect((await ready()).value.email).to.equal('');
    });

    it('F25 two forms of one key on a page keep their drafts apart', async () => {
      const both = await fixture<HTMLElement>(
        html`<div><bookinda-ticket-form site-key="pk_1" lang="en"></bookinda-ticket-form><bookinda-ticket-form site-key="pk_1" lang="en"></bookinda-ticket-form><bookinda-ticket-form id="side" site-key="pk_1" lang="en"></bookinda-ticket-form></div>`,
      );
      const forms = [...both.querySelectorAll('bookinda-ticket-form')] as TicketForm[];
      for (const [n, one] of forms.entries()) {
        await until(() => one.matches(':state(ready)'));
        one.value = { ...words, description: `Words ${n}` };
      }
      await until(() => kept().length === 3, 'three drafts');
      expect(kept().sort()).to.eql(['bookinda:draft:pk_1:', 'bookinda:draft:pk_1:#1', 'bookinda:draft:pk_1:#side']);
    });

    it('B1 a held Enter does not send again', async () => {
      const element = await ready();
      const held = new KeyboardEvent('keydown', {
        key: 'Enter',
        repeat: true,
        bubbles: true,
        cancelable: true,
        composed: true,
      });
      expect(part(element, 'submit')!.dispatchEvent(held)).to.equal(false);
    });
  });

  it('F7 a password manager fills the hidden field: the second press goes without it; hints keep fillers off', async () => {
    const refuse = () => json({ code: 'proof-required', status: 403 }, 403);
    server.on(tickets, refuse, receipt);
    const element = await ready();
    const trap = element.shadowRoot!.querySelector<HTMLInputElement>('[name=website]')!;
    for (const hint of ['data-1p-ignore', 'data-lpignore', 'data-bwignore', 'data-form-type'])
      expect(trap.hasAttribute(hint), hint).to.equal(true);
    trap.value = 'https://anna.example';
    element.value = words;
    expect(await element.submit()).to.equal(undefined);
    expect(server.count(tickets), 'a robot gets no second try by itself').to.equal(1);
    await until(() => text(element).includes(en.failed));
    expect((await element.submit())?.number).to.equal('TKT-0123');
    expect(server.last(tickets).body['website']).to.equal(undefined);
  });

  it('F14 F16 every documented property is there from the start, and survives the upgrade', async () => {
    const form = document.createElement('bookinda-ticket-form');
    for (const name of [
      'value',
      'files',
      'metadata',
      'ticket',
      'validity',
      'token',
      'tokenProvider',
      'messages',
      'appearance',
    ])
      expect(name in form, name).to.equal(true);
    const late = class extends (customElements.get('bookinda-ticket-form') as CustomElementConstructor) {};
    const early = document.createElement('late-ticket-form') as unknown as TicketForm;
    Object.assign(early, {
      lang: 'en',
      siteKey: 'pk_1',
      value: words,
      metadata: { room: 7 },
      messages: { send: 'Go' },
      tokenProvider: async () => null,
    });
    document.body.append(early);
    customElements.define('late-ticket-form', late);
    await until(() => early.matches(':state(ready)'));
    expect(early.value).to.eql(words);
    expect(Object.hasOwn(early, 'value')).to.equal(false);
    await until(() => text(early).includes('Go'));
    early.value = { ...early.value, subject: 'Newer' };
    expect(early.value.subject).to.equal('Newer');
    await early.submit();
    expect(server.last(tickets).body['metadata']).to.eql({ room: 7 });
    early.remove();
  });

  it('F5 the code behind the form comes at the second try: the next press sends', async () => {
    const element = document.createElement('bookinda-ticket-form') as TicketForm;
    const whole = element.behind.bind(element);
    let failed = 0;
    element.behind = () => (failed++ ? whole() : Promise.reject(new TypeError('Failed to fetch')));
    Object.assign(element, { lang: 'en', siteKey: 'pk_1', value: words });
    (await fixture(html`<div></div>`)).append(element);
    await until(() => failed, 'the first try');
    expect((await element.submit())?.number).to.equal('TKT-0123');
  });
});
