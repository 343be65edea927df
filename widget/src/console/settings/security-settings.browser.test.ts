import type { SecurityEvent } from '@bookinda/contracts/identity/session';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { answering, stopAnswering } from '../test/answers.test-support.js';
import { signedIn } from '../test/signed-in.test-support.js';
import { speak } from '../words/words.js';
import './security-settings.js';

const event = (more: Partial<SecurityEvent>): SecurityEvent => ({
  id: crypto.randomUUID(),
  kind: 'signed-in',
  at: '2026-11-30T10:00:00.000Z',
  lastAt: '2026-11-30T10:00:00.000Z',
  count: 1,
  person: { id: 'p1', name: 'Anna' },
  by: 'Anna',
  network: '198.51.100.7',
  agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  about: null,
  ...more,
});

const pages: Record<string, { items: SecurityEvent[]; next: string | null }> = {
  first: {
    items: [
      event({ kind: 'sign-in-failed', count: 7, by: '', network: 'others' }),
      event({ kind: 'api-key-created', about: 'Till' }),
    ],
    next: 'two',
  },
  second: { items: [event({ kind: 'exported', about: 'export-packages' })], next: null },
  none: { items: [], next: null },
};

function list(element: Element): ShadowRoot | null | undefined {
  return element.shadowRoot?.querySelector('desk-security-events')?.shadowRoot;
}

async function shown(which: (path: string) => keyof typeof pages): Promise<Element> {
  answering(({ path }) =>
    path.startsWith('/v1/members')
      ? { body: { items: [{ id: 'p1', name: 'Anna', email: 'a@b.example', role: 'OWNER', state: 'active' }] } }
      : { body: pages[which(path)] },
  );
  return fixture(html`<desk-security-settings></desk-security-settings>`);
}

describe('the security record', () => {
  beforeEach(() => signedIn('OWNER'));
  afterEach(async () => {
    stopAnswering();
    await speak('en');
  });

  it('lists what happened, from where and how often, page after page, and is accessible', async () => {
    const element = await shown((path) => (path.includes('after=') ? 'second' : 'first'));
    await waitUntil(() => list(element)?.querySelectorAll('li').length === 2);
    const text = list(element)?.textContent ?? '';
    expect(text).to.contain('Wrong password at sign-in · 7 times');
    expect(text).to.contain('several networks');
    expect(text).to.contain('API key created · Till');
    expect(text).to.contain('Firefox on Linux');
    await expect(element).to.be.accessible();
    element.shadowRoot?.querySelector<HTMLElement>('.more wa-button')?.click();
    await waitUntil(() => list(element)?.querySelectorAll('li').length === 3);
    expect(list(element)?.textContent).to.contain('File exported · packages');
    expect(element.shadowRoot?.querySelector('.more')).to.equal(null);
  });

  it('says what an empty record is, in Hungarian too', async () => {
    await speak('hu');
    const element = await shown(() => 'none');
    await waitUntil(() => element.shadowRoot?.querySelector('.empty'));
    expect(element.shadowRoot?.querySelector('.empty')?.textContent).to.contain('Nincs bejegyzés');
  });
});
