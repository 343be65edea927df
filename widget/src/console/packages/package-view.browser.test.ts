import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { adoptTints } from '../look/tints.js';
import { answering, stopAnswering } from '../test/answers.test-support.js';
import { cardWith } from '../test/package-card.test-support.js';
import { signedIn } from '../test/signed-in.test-support.js';
import type { PackageCare } from './package-care.js';
import './package-view.js';
import type { PackageView } from './package-view.js';

const shown = (card = cardWith(7)) => fixture<PackageView>(html`<desk-package .card=${card}></desk-package>`);
const pencil = (element: Element) => element.shadowRoot?.querySelector<HTMLElement>('[aria-label="Edit Massage 10"]');

describe('<desk-package>', () => {
  adoptTints();
  afterEach(stopAnswering);

  it('is accessible', async () => {
    signedIn('MANAGER');
    await expect(await shown()).to.be.accessible();
  });

  for (const [role, sees] of [
    ['OWNER', true],
    ['MANAGER', true],
    ['RECEPTION', false],
    ['STAFF', false],
  ] as const) {
    it(`PK-09 ${role} ${sees ? 'has' : 'lacks'} the pencil`, async () => {
      signedIn(role);
      expect(!!pencil(await shown())).to.equal(sees);
    });
  }

  it('PK-11 a cancelled package has no pencil', async () => {
    signedIn('OWNER');
    expect(pencil(await shown(cardWith(3, { status: 'cancelled' })))).to.equal(null);
  });

  it('PK-11 the pencil of an expired package opens its expiry only', async () => {
    signedIn('MANAGER');
    const element = await shown(cardWith(3, { status: 'expired', expiresOn: '2026-11-01', daysLeft: -21 }));
    pencil(element)?.click();
    await element.updateComplete;
    expect(!!element.shadowRoot?.querySelector('desk-change-expiry')).to.equal(true);
    expect(element.shadowRoot?.querySelector('desk-correct-sessions')).to.equal(null);
  });

  for (const [role, sees] of [
    ['MANAGER', true],
    ['RECEPTION', false],
  ] as const) {
    it(`PK-14 ${role} ${sees ? 'can' : 'cannot'} cancel`, async () => {
      signedIn(role);
      const care = (await shown()).shadowRoot?.querySelector<PackageCare>('desk-package-care');
      await care?.updateComplete;
      expect(!!care?.shadowRoot?.querySelector('.cancel')).to.equal(sees);
    });
  }

  it('PK-09 − marks one more used, with the reason, and the card follows', async () => {
    signedIn('OWNER');
    const asked = answering(() => ({ body: { entry: 'e', card: cardWith(6) } }));
    const element = await shown();
    pencil(element)?.click();
    await element.updateComplete;
    const panel = element.shadowRoot?.querySelector('desk-correct-sessions');
    await waitUntil(() => panel?.shadowRoot?.querySelector('.minus'));
    panel?.shadowRoot?.querySelector<HTMLElement>('.minus')?.click();
    await waitUntil(() => element.card.services[0]?.remaining === 6);
    expect(asked.find(({ method }) => method === 'POST')?.body).to.deep.equal({ service: 's1', change: -1 });
  });

  it('PK-04 the bar fills with the used part', async () => {
    signedIn('RECEPTION');
    const fill = (await shown()).shadowRoot?.querySelector<HTMLElement>('.fill');
    expect(fill?.style.width).to.equal('30%');
  });

  it('WX-02 an older card that arrives late changes nothing', async () => {
    signedIn('RECEPTION');
    const element = await shown(cardWith(5));
    element.card = cardWith(7);
    await element.updateComplete;
    expect(element.card.services[0]?.remaining).to.equal(5);
  });
});
