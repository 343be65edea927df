import type { PackageSettings } from '@bookinda/contracts/packages/package-settings';
import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { adoptTints } from '../look/tints.js';
import { nowHere } from '../shell/here.js';
import { answering, stopAnswering } from '../test/answers.test-support.js';
import { cardWith } from '../test/package-card.test-support.js';
import { signedIn } from '../test/signed-in.test-support.js';
import './redeem-session-button.js';
import type { RedeemSessionButton } from './redeem-session-button.js';

async function shown(remaining: number, more = {}): Promise<RedeemSessionButton> {
  const card = cardWith(remaining, more);
  return fixture<RedeemSessionButton>(
    html`<desk-redeem-session .card=${card} .service=${card.services[0]}></desk-redeem-session>`,
  );
}

function part(element: Element, selector: string): HTMLElement {
  const found = element.shadowRoot?.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
}

describe('<desk-redeem-session>', () => {
  adoptTints();
  beforeEach(() => signedIn('RECEPTION'));
  afterEach(stopAnswering);

  it('is accessible', async () => {
    await expect(await shown(7)).to.be.accessible();
  });

  it('PK-07 one click is one session, and the next click another intent', async () => {
    const asked = answering(() => ({ body: { entry: 'e1', card: cardWith(6) } }));
    const element = await shown(7);
    const told = oneEvent(element, 'desk-card');
    part(element, '.redeem').click();
    part(element, '.redeem').click();
    const { detail } = (await told) as CustomEvent;
    expect(detail.services[0].remaining).to.equal(6);
    expect(asked).to.have.length(1);
    expect(asked[0]?.path).to.equal('/v1/packages/k1/redemptions');
    expect(asked[0]?.body).to.deep.equal({ service: 's1' });
    await waitUntil(() => element.shadowRoot?.querySelector('.undo'));
    part(element, '.redeem').click();
    await waitUntil(() => asked.length === 2);
    expect(asked[1]?.headers.get('idempotency-key')).not.to.equal(asked[0]?.headers.get('idempotency-key'));
  });

  it('PK-08 Undo reverses the entry that was just written', async () => {
    const asked = answering(() => ({ body: { entry: 'e1', card: cardWith(6) } }));
    const element = await shown(7);
    part(element, '.redeem').click();
    await waitUntil(() => element.shadowRoot?.querySelector('.undo wa-button'));
    part(element, '.undo wa-button').click();
    await waitUntil(() => asked.length === 2);
    expect(asked[1]?.path).to.equal('/v1/packages/k1/redemptions/e1/reversal');
    await waitUntil(() => !element.shadowRoot?.querySelector('.undo'));
  });

  it('PK-07 who comes second for the last session reads why', async () => {
    answering(() => ({ status: 409, body: { status: 409, code: 'nothing-left' } }));
    const element = await shown(1);
    part(element, '.redeem').click();
    await waitUntil(() => element.shadowRoot?.querySelector('.error'));
    expect(part(element, '.error').textContent).to.equal('No sessions left');
  });

  for (const [state, more, why] of [
    ['empty', { remaining: 0 }, 'No sessions left'],
    ['expired', { remaining: 3, status: 'expired' }, 'Package expired'],
    ['cancelled', { remaining: 3, status: 'cancelled' }, 'Package cancelled'],
  ] as const) {
    it(`PK-07 an ${state} package says why and asks nothing`, async () => {
      const asked = answering(() => ({}));
      const { remaining, ...rest } = more;
      const element = await shown(remaining, rest);
      expect(part(element, '.redeem').getAttribute('aria-disabled')).to.equal('true');
      expect(part(element, '.left').textContent).to.equal(why);
      part(element, '.redeem').click();
      expect(asked).to.have.length(0);
    });
  }

  it('PK-07 after the last session it says so and offers to renew; the undo takes the hint away', async () => {
    let remaining = 0;
    answering(() => ({ body: { entry: 'e1', card: cardWith(remaining) } }));
    const element = await shown(1);
    element.addEventListener('desk-card', (event) => (element.card = (event as CustomEvent).detail));
    part(element, '.redeem').click();
    await waitUntil(() => element.shadowRoot?.querySelector('.last'));
    expect(part(element, '.last').textContent).to.contain('That was the last session of Massage 10.');
    const renew = oneEvent(element, 'desk-renew');
    part(element, '.last wa-button').click();
    expect(((await renew) as CustomEvent).detail.id).to.equal('k1');
    remaining = 1;
    part(element, '.undo wa-button').click();
    await waitUntil(() => !element.shadowRoot?.querySelector('.last'));
  });

  it('PK-13 beyond the paid value it says what is to be taken first', async () => {
    const due = { amount: 4_500, currency: 'EUR' };
    answering(() => ({ status: 409, body: { status: 409, code: 'paid-value-used-up', due } }));
    const element = await shown(7);
    part(element, '.redeem').click();
    await waitUntil(() => element.shadowRoot?.querySelector('.error'));
    expect(part(element, '.error').textContent).to.equal('Only what is paid can be redeemed. Take €45.00 first.');
  });

  it('B2 a second device is asked, names who and when, and redeems under a new key when that is meant', async () => {
    let answers = 0;
    const asked = answering(() =>
      answers++
        ? { body: { entry: 'e1', card: cardWith(6) } }
        : { status: 409, body: { status: 409, code: 'redeemed-just-now', by: 'Bea', seconds: 3 } },
    );
    const element = await shown(7);
    part(element, '.redeem').click();
    await waitUntil(() => element.shadowRoot?.querySelector('[role=alert] .warn'));
    expect(part(element, '[role=alert] .warn').textContent).to.contain('Redeemed 3 s ago by Bea');
    await expect(element).to.be.accessible();
    part(element, '[role=alert] wa-button').click();
    await waitUntil(() => element.shadowRoot?.querySelector('.undo'));
    expect(asked.map(({ body }) => body)).to.deep.equal([{ service: 's1' }, { service: 's1', force: true }]);
    expect(asked[1]?.headers.get('idempotency-key')).not.to.equal(asked[0]?.headers.get('idempotency-key'));
    expect(element.shadowRoot?.querySelector('[role=alert] .warn')).to.equal(null);
  });

  it('PK-07 while it is not known whether it happened (503), the next press is the same intent', async () => {
    const asked = answering(() => ({ status: 503, body: { status: 503, code: 'unavailable' } }));
    const element = await shown(7);
    part(element, '.redeem').click();
    await waitUntil(() => element.shadowRoot?.querySelector('.error'), undefined, { timeout: 10_000 });
    const tries = asked.length;
    part(element, '.redeem').click();
    await waitUntil(() => asked.length > tries);
    expect(new Set(asked.map(({ headers }) => headers.get('idempotency-key'))).size).to.equal(1);
  });

  it('PK-20 STAFF has no button where the salon withdrew it; reception has', async () => {
    const packageSettings = { staffRedeems: false } as PackageSettings;
    for (const [role, buttons] of [
      ['STAFF', 0],
      ['RECEPTION', 1],
    ] as const) {
      signedIn(role);
      nowHere({ packageSettings });
      const element = await shown(7);
      expect(element.shadowRoot?.querySelectorAll('.redeem')).to.have.length(buttons);
      expect(part(element, '.left').textContent).to.equal('7 left');
    }
    nowHere({ packageSettings: null });
  });
});
