import { createApiKey, provePassword } from '@bookinda/contracts/identity/routes';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { answering, stopAnswering } from '../test/answers.test-support.js';
import { signedIn } from '../test/signed-in.test-support.js';
import { ask, here, nowHere, proveBy } from './here.js';
import './prove-password-dialog.js';
import { askForPassword } from './prove-password-dialog.js';
import { refusalText, sayRefusal, type Toasts } from './toasts.js';

const refused = { code: 'password-required', status: 403, title: 'x', type: 'x' };

function dialog(): HTMLElement | null {
  return document.querySelector('desk-prove-password');
}

async function shown(): Promise<ShadowRoot> {
  await waitUntil(() => dialog()?.shadowRoot?.querySelector('wa-dialog [name="password"]'), 'the dialog is there');
  return dialog()?.shadowRoot as ShadowRoot;
}

function fill(root: ShadowRoot, name: string, value: string): void {
  const input = root.querySelector<HTMLInputElement>(`[name="${name}"]`);
  if (!input) throw new Error(`no field ${name}`);
  input.value = value;
}

async function send(root: ShadowRoot): Promise<void> {
  await customElements.whenDefined('wa-input');
  await Promise.all(
    [...root.querySelectorAll('wa-input')].map(
      (input) => (input as unknown as { updateComplete: unknown }).updateComplete,
    ),
  );
  root.querySelector<HTMLElement>('wa-button[variant="brand"]')?.click();
}

describe('the password once more', () => {
  beforeEach(() => {
    signedIn('OWNER');
    proveBy(askForPassword);
  });
  afterEach(() => {
    dialog()?.remove();
    stopAnswering();
  });

  it('asks in one dialog and repeats the same request under the same key', async () => {
    let proved = false;
    const asked = answering(({ path }) => {
      if (path === provePassword.path) {
        proved = true;
        return { body: {} };
      }
      return proved ? { body: { secret: 'sk_1' } } : { status: 403, body: refused };
    });
    const input = { name: 'till', scopes: ['tickets:read' as const] };
    const both = Promise.all([ask(createApiKey, input), ask(createApiKey, input)]);
    const root = await shown();
    expect(document.querySelectorAll('desk-prove-password').length).to.equal(1);
    await waitUntil(() => root.activeElement?.getAttribute('name') === 'password', 'the field has the focus');
    fill(root, 'password', 'correct horse battery');
    await send(root);
    expect((await both).map(({ secret }) => secret)).to.deep.equal(['sk_1', 'sk_1']);
    expect(dialog()).to.equal(null);
    const keys = asked
      .filter(({ path }) => path === createApiKey.path)
      .map(({ headers }) => headers.get('idempotency-key'));
    expect(keys.length).to.equal(4);
    expect(new Set(keys).size).to.equal(2);
    expect(keys[0]).not.to.equal(keys[1]);
  });

  it('says beside the field that the password is wrong, and asks for a code only where one is set', async () => {
    answering(({ path }) =>
      path === provePassword.path
        ? { status: 401, body: { code: 'wrong-credentials', status: 401 } }
        : { status: 403, body: refused },
    );
    const answer = ask(createApiKey, { name: 'till', scopes: ['tickets:read'] }).catch((error: unknown) => error);
    const root = await shown();
    expect(root.querySelector('[name="code"]')).to.equal(null);
    fill(root, 'password', 'not it');
    await send(root);
    await waitUntil(() => root.querySelector('[name="password"] .error'), 'the hint is there');
    expect(root.querySelector('[name="password"] .error')?.textContent).to.contain('not your password');
    dialog()?.dispatchEvent(new CustomEvent('desk-close'));
    const cancelled = await answer;
    expect((cancelled as { code: string }).code).to.equal('password-required');
    expect(refusalText(cancelled)).to.equal('');
    const toasts = await fixture(html`<desk-toasts></desk-toasts>`);
    sayRefusal(cancelled);
    await (toasts as Toasts).updateComplete;
    expect(toasts.shadowRoot?.querySelector('.toast')).to.equal(null);
  });

  it('with an authenticator it wants both, and is accessible', async () => {
    const { session } = here;
    if (session) nowHere({ session: { ...session, person: { ...session.person, twoFactor: true } } });
    answering(() => ({ body: {} }));
    const element = await fixture(html`<desk-prove-password></desk-prove-password>`);
    const root = element.shadowRoot as ShadowRoot;
    fill(root, 'password', 'correct horse battery');
    await send(root);
    await waitUntil(() => root.querySelector('[name="code"] .error'), 'the code is missing');
    await expect(element).to.be.accessible();
  });
});
