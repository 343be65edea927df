import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { Combo } from '../look/combo.js';
import { adoptTints } from '../look/tints.js';
import { answering, stopAnswering } from '../test/answers.test-support.js';
import { signedIn } from '../test/signed-in.test-support.js';
import './find-customer.js';
import type { FindCustomer } from './find-customer.js';

const emma = { id: 'c1', name: 'Emma Kelly', email: null, phone: '+353 85 555 0103' };

async function shown(): Promise<{
  element: FindCustomer;
  combo: Combo;
  type: (text: string) => void;
  enter: () => void;
}> {
  const element = await fixture<FindCustomer>(html`<desk-find-customer></desk-find-customer>`);
  const combo = element.shadowRoot?.querySelector('desk-combo') as Combo;
  await combo.updateComplete;
  const input = combo.shadowRoot?.querySelector('input') as HTMLInputElement;
  return {
    element,
    combo,
    type: (text) => {
      input.focus();
      input.value = text;
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    },
    enter: () => input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })),
  };
}

const said = (element: Element) => element.shadowRoot?.querySelector('[role=status]')?.textContent?.trim() ?? '';

describe('<desk-find-customer>', () => {
  adoptTints();
  beforeEach(() => signedIn('RECEPTION'));
  afterEach(stopAnswering);

  it('is accessible', async () => {
    await expect((await shown()).element).to.be.accessible();
  });

  it('PK-07 a name is searched for, once for a burst of typing, and Enter takes the first', async () => {
    const asked = answering(() => ({ body: { items: [emma], next: null } }));
    const { element, combo, type, enter } = await shown();
    for (const text of ['e', 'em', 'emm']) type(text);
    await waitUntil(() => asked.length > 0);
    expect(asked.map(({ path }) => path)).to.deep.equal(['/v1/customers?q=emm&limit=8']);
    await element.updateComplete;
    await waitUntil(() => combo.options.length > 0);
    await combo.updateComplete;
    const found = oneEvent(element, 'desk-found');
    enter();
    expect(((await found) as CustomEvent).detail.id).to.equal('c1');
  });

  it('PK-07 what looks like a code is asked for as one, however it is typed', async () => {
    const asked = answering(() => ({ body: emma }));
    const { element, type } = await shown();
    const found = oneEvent(element, 'desk-found');
    type('7kqpx 3mtra');
    expect(((await found) as CustomEvent).detail.name).to.equal('Emma Kelly');
    expect(asked.map(({ path }) => path)).to.deep.equal(['/v1/customer-by-code?code=7KQPX3MTRA']);
  });

  it('PK-07 a code that is over or another salon’s says so; a name that nobody has says that', async () => {
    answering(({ path }) =>
      path.startsWith('/v1/customer-by-code')
        ? { status: 404, body: { status: 404, code: 'not-found' } }
        : { body: { items: [], next: null } },
    );
    const { element, type } = await shown();
    type('7KQPX3MTRA');
    await waitUntil(() => said(element) !== '');
    expect(said(element)).to.equal('This code is over or not from here. Ask her to open it again.');
    type('nobody');
    await waitUntil(() => said(element).startsWith('Nobody'));
  });
});
