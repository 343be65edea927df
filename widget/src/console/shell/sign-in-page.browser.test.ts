import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { answering, stopAnswering } from '../test/answers.test-support.js';
import { signedIn } from '../test/signed-in.test-support.js';
import { here, nowHere } from './here.js';
import './sign-in-page.js';

describe('signing in', () => {
  afterEach(() => {
    nowHere({ half: null });
    stopAnswering();
  });

  it('goes on from the password with the focus in the field of the code', async () => {
    signedIn('OWNER');
    const { session } = here;
    nowHere({ session: null });
    answering(() => ({ body: { ...session, stage: 'code-missing' } }));
    const element = await fixture(html`<desk-sign-in></desk-sign-in>`);
    const root = element.shadowRoot as ShadowRoot;
    for (const input of root.querySelectorAll('wa-input')) {
      await input.updateComplete;
      input.value = input.name === 'email' ? 'anna@salon.example' : 'correct horse battery';
      await input.updateComplete;
    }
    root.querySelector<HTMLElement>('[name="password"]')?.focus();
    root.querySelector('form')?.requestSubmit();
    await waitUntil(() => root.querySelector('[name="code"]'), 'the code is asked for');
    await waitUntil(() => root.activeElement?.getAttribute('name') === 'code', 'the field has the focus');
    expect(root.querySelector('[name="password"]')).to.equal(null);
  });
});
