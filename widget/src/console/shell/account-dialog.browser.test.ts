import { renewRecoveryCodes } from '@bookinda/contracts/identity/routes';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { answering, stopAnswering } from '../test/answers.test-support.js';
import { signedIn } from '../test/signed-in.test-support.js';
import './account-dialog.js';
import { here, nowHere } from './here.js';

const codes = Array.from({ length: 10 }, (_, n) => `k7qm-2x9d-0f3v-000${n}`);

describe('the account', () => {
  beforeEach(() => {
    signedIn('OWNER');
    const { session } = here;
    if (session) nowHere({ session: { ...session, person: { ...session.person, twoFactor: true } } });
  });
  afterEach(stopAnswering);

  it('keeps new recovery codes in view until the person says that they are kept', async () => {
    const { session } = here;
    answering(({ path }) => {
      if (path === renewRecoveryCodes.path) return { body: { codes } };
      if (path.endsWith('/two-factor')) return { body: { on: true, recoveryCodesLeft: 2 } };
      return { body: path === '/v1/session' ? session : { items: [], next: null } };
    });
    let closed = 0;
    const element = await fixture(html`<desk-account @desk-close=${() => closed++}></desk-account>`);
    const root = element.shadowRoot as ShadowRoot;
    const factor = () => [...root.querySelectorAll<HTMLElement>('section:first-of-type wa-button')];
    await waitUntil(() => factor().length === 2, 'two-factor is on');
    factor()[0]?.click();
    await waitUntil(() => root.querySelector('.notice.warn wa-button'), 'it asks');
    root.querySelector<HTMLElement>('.notice.warn wa-button')?.click();
    await waitUntil(() => root.querySelector('desk-recovery-codes'), 'the codes are there');
    const dialog = root.querySelector('wa-dialog');
    const close = dialog?.shadowRoot?.querySelector<HTMLElement>('[part~="close-button"]');
    const prevented: boolean[] = [];
    const note = (event: Event) => prevented.push(event.defaultPrevented);
    dialog?.addEventListener('wa-hide', note);
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    close?.click();
    await dialog?.updateComplete;
    dialog?.removeEventListener('wa-hide', note);
    expect(prevented).to.deep.equal([true, true]);
    expect([dialog?.open, closed, root.querySelector('desk-recovery-codes') !== null]).to.deep.equal([true, 0, true]);
    root.querySelector('desk-recovery-codes')?.dispatchEvent(new CustomEvent('desk-kept'));
    await waitUntil(() => !root.querySelector('desk-recovery-codes'), 'the codes are kept');
    close?.click();
    await waitUntil(() => closed === 1, 'it closes now');
  });
});
