import type { PackageCard } from '@bookinda/contracts/packages/package';
import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { adoptTints } from '../look/tints.js';
import { type Asked, answering, stopAnswering } from '../test/answers.test-support.js';
import { cardWith } from '../test/package-card.test-support.js';
import { signedIn } from '../test/signed-in.test-support.js';
import './change-expiry-form.js';
import type { ChangeExpiryForm } from './change-expiry-form.js';

const active = { expiresOn: '2027-01-21', daysLeft: 60 };
const expired = { status: 'expired', expiresOn: '2026-11-01', daysLeft: -21 } as const;

const shown = (more: Partial<PackageCard>) =>
  fixture<ChangeExpiryForm>(html`<desk-change-expiry .card=${cardWith(7, more)}></desk-change-expiry>`);
const button = (element: Element, name: string) =>
  [...(element.shadowRoot?.querySelectorAll<HTMLElement>('wa-button') ?? [])].find(
    (one) => one.textContent?.trim() === name,
  );
const text = (element: Element) => element.shadowRoot?.textContent ?? '';

async function choose(element: ChangeExpiryForm, day: string): Promise<void> {
  const field = element.shadowRoot?.querySelector<HTMLInputElement>('input[type=date]');
  if (!field) throw new Error('no date field');
  field.value = day;
  field.dispatchEvent(new Event('change'));
  await element.updateComplete;
}

async function sayWhy(element: ChangeExpiryForm, reason: string): Promise<void> {
  const field = element.shadowRoot?.querySelector('wa-input') as unknown as HTMLInputElement;
  field.value = reason;
  field.dispatchEvent(new Event('input'));
  await element.updateComplete;
}

describe('<desk-change-expiry>', () => {
  adoptTints();
  let asked: Asked[];
  beforeEach(() => {
    signedIn('MANAGER');
    asked = answering(() => ({ body: { step: 's', head: '0', card: cardWith(7, { version: 9 }) } }));
  });
  afterEach(stopAnswering);

  it('is accessible', async () => {
    await expect(await shown(active)).to.be.accessible();
  });

  it('PK-09 a new day is sent, and the card follows', async () => {
    const element = await shown(active);
    await choose(element, '2027-03-01');
    const told = oneEvent(element, 'desk-card');
    button(element, 'Change Expiry')?.click();
    expect((await told).detail.version).to.equal(9);
    expect(asked[0]?.body).to.deep.equal({ expiresOn: '2027-03-01' });
  });

  it('PK-09 Remove Expiry sends none', async () => {
    const element = await shown(active);
    button(element, 'Remove Expiry')?.click();
    await waitUntil(() => asked.length === 1);
    expect(asked[0]?.body).to.deep.equal({ expiresOn: null });
  });

  for (const [day, says] of [
    ['2027-01-21', 'That is the date it has already.'],
    ['2026-11-21', 'This day is over.'],
    ['', 'Choose a day.'],
  ] as const) {
    it(`PK-10 “${day}” is refused beside the field, nothing is asked`, async () => {
      const element = await shown(active);
      await choose(element, day);
      button(element, 'Change Expiry')?.click();
      await element.updateComplete;
      expect(text(element)).to.contain(says);
      expect(asked).to.deep.equal([]);
    });
  }

  it('PK-11 an expired package wants a reason, and says that it becomes active', async () => {
    const element = await shown(expired);
    await choose(element, '2026-12-24');
    expect(text(element)).to.contain('Status becomes Active.');
    button(element, 'Change Expiry')?.click();
    await element.updateComplete;
    expect(text(element)).to.contain('Please fill this in.');
    await sayWhy(element, 'we were closed');
    button(element, 'Change Expiry')?.click();
    await waitUntil(() => asked.length === 1);
    expect(asked[0]?.body).to.deep.equal({ expiresOn: '2026-12-24', reason: 'we were closed' });
  });
});
