import type { PackageMatter } from '@bookinda/contracts/packages/package-matter';
import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { adoptTints } from '../look/tints.js';
import { cardWith } from '../test/package-card.test-support.js';
import { signedIn } from '../test/signed-in.test-support.js';
import './package-matter-panel.js';
import type { PackageMatterPanel } from './package-matter-panel.js';
import './remedy-chooser.js';
import type { RemedyChooser } from './remedy-chooser.js';

const step: NonNullable<PackageMatter['step']> = {
  id: 'r1',
  seq: 4,
  at: '2026-11-03T15:20:00.000Z',
  kind: 'redemption',
  actor: 'Sofia',
  staff: 'Jack',
  service: { id: 's1', name: 'Massage' },
  sessions: 1,
  remainingAfter: 7,
  reason: null,
  appointment: null,
  reverses: null,
  reversed: false,
  amount: null,
  method: null,
  paidOn: null,
  paidAfter: null,
  change: null,
  freeze: null,
  other: null,
  text: null,
  head: '0'.repeat(64),
};

function matterWith(more: Partial<PackageMatter> = {}): PackageMatter {
  const card = cardWith(7, { freeze: null, expiresOn: '2027-01-03', daysLeft: 42 });
  return {
    kind: 'dispute',
    at: '2026-11-20T10:00:00.000Z',
    evidence: { step, card, head: '0'.repeat(64) },
    card,
    step,
    history: [step],
    settlements: [],
    remedies: {
      restore: { refused: null, most: null, redemption: 'r1' },
      extend: { refused: null, most: null },
      refund: { refused: null, most: { amount: 64_000, currency: 'EUR' } },
    },
    ...more,
  };
}

const shown = (matter = matterWith()) =>
  fixture<RemedyChooser>(html`<desk-remedy .matter=${matter} mayResolve></desk-remedy>`);
const radio = (element: Element, name: string) =>
  [...(element.shadowRoot?.querySelectorAll('label') ?? [])]
    .find((label) => label.textContent?.trim() === name)
    ?.querySelector('input');
const text = (element: Element) => element.shadowRoot?.textContent ?? '';

async function choose(element: RemedyChooser, name: string): Promise<void> {
  const told = oneEvent(element, 'desk-remedy');
  radio(element, name)?.click();
  await told;
  await element.updateComplete;
}

async function type(element: RemedyChooser, name: string, value: string): Promise<void> {
  const field = element.shadowRoot?.querySelector<HTMLInputElement>(name);
  if (!field) throw new Error(`no ${name}`);
  field.value = value;
  field.dispatchEvent(new Event(name === 'input[type=date]' ? 'change' : 'input'));
  await element.updateComplete;
}

describe('<desk-remedy>', () => {
  adoptTints();
  beforeEach(() => signedIn('MANAGER'));

  it('is accessible', async () => {
    const element = await shown();
    await expect(element).to.be.accessible();
    await choose(element, 'Refund');
    await expect(element).to.be.accessible();
  });

  it('PK-21 nothing but the answer goes unless something is chosen', async () => {
    const element = await shown();
    expect(await element.ready()).to.equal(null);
    expect(element.chosen).to.equal(null);
  });

  it('PK-21 the disputed session goes back, and it says so before', async () => {
    const element = await shown();
    await choose(element, 'Give session back');
    expect(text(element)).to.contain('Massage: 3/10 → 2/10 used.');
    expect(text(element)).to.contain('The ticket is resolved.');
    expect(await element.ready()).to.deep.equal({ remedy: 'restore', redemption: 'r1', resolve: 'done' });
    element.clear();
    expect(await element.ready()).to.equal(null);
  });

  it('PK-21 undone since: sessions go back by number, whole and as many as are used', async () => {
    const remedies = { ...matterWith().remedies, restore: { refused: null, most: 2, redemption: null } };
    const element = await shown(matterWith({ remedies }));
    await choose(element, 'Give session back');
    for (const wrong of ['0', '3', '1.5', 'x', '']) {
      await type(element, '.count', wrong);
      expect(await element.ready()).to.equal('wrong');
      expect(text(element)).to.contain('A whole number from 1 to 2.');
    }
    await type(element, '.count', '2');
    expect(text(element)).to.contain('Massage: 3/10 → 1/10 used.');
    expect(await element.ready()).to.deep.equal({ remedy: 'restore', service: 's1', sessions: 2, resolve: 'done' });
  });

  it('PK-21 a later day, at most as far as the limit; a step of days at a click', async () => {
    const remedies = { ...matterWith().remedies, extend: { refused: null, most: 20 } };
    const element = await shown(matterWith({ remedies }));
    await choose(element, 'Extend');
    expect(await element.ready()).to.equal('wrong');
    for (const [day, says] of [
      ['2027-01-03', 'Choose a day after 3 Jan 2027.'],
      ['2026-12-01', 'Choose a day after 3 Jan 2027.'],
      ['2027-01-24', 'You may extend to 23 Jan 2027 at most.'],
    ] as const) {
      await type(element, 'input[type=date]', day);
      expect(await element.ready()).to.equal('wrong');
      await element.updateComplete;
      expect(text(element)).to.contain(says);
    }
    const buttons = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('.inputs wa-button') ?? [])];
    expect(buttons.map((button) => button.textContent?.trim())).to.deep.equal(['+7 days', '+14 days']);
    buttons[1]?.click();
    await element.updateComplete;
    expect(text(element)).to.contain('Valid through 3 Jan 2027 → 17 Jan 2027.');
    expect(await element.ready()).to.deep.equal({ remedy: 'extend', expiresOn: '2027-01-17', resolve: 'done' });
  });

  it('PK-21 money at most as much as may be given back', async () => {
    const element = await shown();
    await choose(element, 'Refund');
    for (const wrong of ['640,01', '1e3', '0', '-1', '']) {
      await type(element, 'wa-input[name=amount]', wrong);
      expect(await element.ready()).to.equal('wrong');
    }
    await type(element, 'wa-input[name=amount]', '64,5');
    expect(text(element)).to.contain('€575.50 stays paid.');
    expect(await element.ready()).to.deep.equal({ remedy: 'refund', amount: 6450, method: 'card', resolve: 'done' });
  });

  it('PK-21 what may not be done says why, and cannot be chosen', async () => {
    const element = await shown(
      matterWith({
        remedies: {
          restore: { refused: 'package-cancelled', most: null, redemption: null },
          extend: { refused: 'not-allowed', most: 0 },
          refund: { refused: 'out-of-bounds', most: null },
        },
      }),
    );
    for (const name of ['Give session back', 'Extend', 'Refund']) expect(radio(element, name)?.disabled).to.equal(true);
    for (const why of ['Package cancelled', 'ask a manager', 'Nothing is paid.']) expect(text(element)).to.contain(why);
  });

  it('PK-21 a settled ticket is settled again only knowingly', async () => {
    const settlement = {
      at: step.at,
      by: 'Ella',
      remedy: 'restore',
      step: 'x',
      sessions: 1,
      service: 'Massage',
    } as const;
    const settlements = [{ ...settlement, expiresOn: null, amount: null, method: null }];
    const element = await shown(matterWith({ settlements }));
    await choose(element, 'Give session back');
    expect(text(element)).to.contain('This ticket was settled already');
    expect(await element.ready()).to.deep.include({ again: true });
  });
});

describe('<desk-package-matter>', () => {
  adoptTints();
  beforeEach(() => signedIn('AGENT'));
  const panel = (matter: PackageMatter) =>
    fixture<PackageMatterPanel>(html`<desk-package-matter .matter=${matter}></desk-package-matter>`);

  it('PK-21 the disputed step stands out in the ledger; nothing has changed since', async () => {
    const element = await panel(matterWith({ history: [{ ...step, id: 'r2' }, step] }));
    const [row, ...more] = element.shadowRoot?.querySelectorAll('[aria-current=true]') ?? [];
    expect(more).to.deep.equal([]);
    expect(row?.textContent).to.contain('disputed');
    expect(text(element)).to.contain('Nothing has changed since.');
    expect(text(element)).to.contain('given by Jack');
    await expect(element).to.be.accessible();
  });

  it('PK-21 evidence against now: what moved since she wrote', async () => {
    const settlement = {
      at: step.at,
      by: 'Ella',
      remedy: 'restore',
      step: 'x',
      sessions: 1,
      service: 'Massage',
    } as const;
    const element = await panel(
      matterWith({
        card: cardWith(8, { freeze: null, expiresOn: '2027-02-03' }),
        step: { ...step, reversed: true },
        settlements: [{ ...settlement, expiresOn: null, amount: null, method: null }],
      }),
    );
    const moved = [...(element.shadowRoot?.querySelectorAll('tr.moved') ?? [])].map(({ textContent }) =>
      textContent?.replace(/\s+/g, ' ').trim(),
    );
    expect(moved).to.deep.equal(['Massage, used3/102/10', 'Expires3 Jan 20273 Feb 2027']);
    expect(text(element)).to.contain('This step was undone since.');
    expect(text(element)).to.contain('1 session given back: Massage');
    expect(element.shadowRoot?.querySelector('a')).to.equal(null);
    await expect(element).to.be.accessible();
  });
});
