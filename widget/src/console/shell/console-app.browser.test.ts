import type { Session } from '@bookinda/contracts/identity/session';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { adoptTints } from '../look/tints.js';
import { answering, stopAnswering } from '../test/answers.test-support.js';
import { signedIn } from '../test/signed-in.test-support.js';
import type { ConsoleApp } from './console-app.js';
import { here, nowHere } from './here.js';
import './console-app.js';

const until = (holds: () => unknown, what: string) => waitUntil(holds, what, { timeout: 15_000 });
const found = <T extends Element>(root: Element | ShadowRoot | undefined | null, selector: string) =>
  (root instanceof Element ? root.shadowRoot : root)?.querySelector<T>(selector);

describe('<desk-console>', () => {
  adoptTints();
  const address = location.pathname + location.search;
  let session: Session;
  /** What the browser's session is; null when it has ended. */
  let open: Session | null;
  beforeEach(() => {
    signedIn('OWNER');
    session = here.session!;
    // The page finds out by itself.
    nowHere({ session: null });
  });
  beforeEach(() => {
    open = session;
    history.replaceState(null, '', '/manager/customers');
    answering(({ path, method }) => {
      if (!open || (method === 'POST' && path === '/v1/session')) {
        if (method !== 'POST' || path !== '/v1/session')
          return { status: 401, body: { status: 401, code: 'sign-in-required' } };
        open = session;
      }
      if (path.startsWith('/v1/session')) return { body: open! };
      return { body: { items: [], next: null, categories: [], members: [], total: 0 } };
    });
  });
  afterEach(() => {
    stopAnswering();
    nowHere({ expired: false, elsewhere: null, half: null });
    history.replaceState(null, '', address);
  });

  async function shown(): Promise<ConsoleApp> {
    const element = await fixture<ConsoleApp>(html`<desk-console></desk-console>`);
    await until(() => found(element, 'desk-customers'), 'the screen');
    return element;
  }

  it('E1 a session that ends under a half-filled form leaves it as it is: signed in again, one goes on', async () => {
    const element = await shown();
    const screen = found<HTMLElement>(element, 'desk-customers')!;
    const kept = document.createElement('input');
    kept.value = 'half of a sale';
    screen.shadowRoot!.append(kept);
    open = null;
    nowHere({ expired: true });
    await until(() => found<HTMLDialogElement>(element, 'dialog.again')?.open, 'the sign-in page above');
    await until(() => found(found(element, 'dialog.again desk-sign-in'), 'form'), 'its form');
    const signIn = found<HTMLElement>(element, 'dialog.again desk-sign-in')!;
    expect(signIn.shadowRoot?.textContent).to.contain('as you left it');
    const pressed = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, cancelable: true });
    signIn.dispatchEvent(pressed);
    expect(pressed.defaultPrevented).to.equal(true);
    for (const [name, value] of [
      ['email', 'anna@salon.example'],
      ['password', 'a long password'],
    ])
      Object.assign(found<HTMLElement>(signIn, `[name=${name}]`)!, { value });
    await Promise.resolve();
    found<HTMLFormElement>(signIn, 'form')!.requestSubmit();
    await until(() => !found(element, 'dialog.again'), 'the sign-in page to go');
    expect(found(element, 'desk-customers')).to.equal(screen);
    expect(kept.isConnected && kept.value).to.equal('half of a sale');
  });

  it('A2 a session that is at another tenant by now is said in words, and the tab follows or goes back', async () => {
    const element = await shown();
    const there = { ...session, tenant: { ...session.tenant, id: 't2', name: 'Salon B' }, csrf: 'b' };
    open = there;
    nowHere({ elsewhere: there });
    await until(() => found(element, '.elsewhere'), 'the notice');
    const notice = found<HTMLElement>(element, '.elsewhere')!;
    expect(notice.getAttribute('role')).to.equal('alert');
    expect(notice.textContent).to.contain('You work at Salon B now');
    expect(notice.querySelectorAll('wa-button')).to.have.length(2);
    found<HTMLElement>(element, '.elsewhere wa-button')!.click();
    await until(() => here.session?.tenant.id === 't2', 'to follow');
    await until(() => !found(element, '.elsewhere'), 'the notice to go');
    expect(found(element, '.tenant-name')?.textContent).to.equal('Salon B');
  });

  it('A1 another person in the same browser is named; the tab offers no way back to the former one', async () => {
    const element = await shown();
    open = { ...session, person: { ...session.person, id: 'p2', name: 'Bence' } };
    nowHere({ elsewhere: open });
    await until(() => found(element, '.elsewhere'), 'the notice');
    expect(found(element, '.elsewhere')?.textContent).to.contain('Bence is signed in in this browser now');
    expect(found(element, '.elsewhere')?.querySelectorAll('wa-button')).to.have.length(1);
  });

  it('A1 a sign-out that did not reach the server is not shown as one', async () => {
    const element = await shown();
    answering(() => ({ status: 503, body: { status: 503, code: 'unavailable' } }));
    found<HTMLElement>(element, 'wa-dropdown:has(.user)')!.dispatchEvent(
      new CustomEvent('wa-select', { detail: { item: { value: 'out' } } }),
    );
    await until(() => found(found(element, 'desk-toasts'), '.bad'), 'the refusal');
    expect(here.session).not.to.equal(null);
  });
});
