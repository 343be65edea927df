import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { adoptTints } from '../look/tints.js';
import { type Asked, answering, stopAnswering } from '../test/answers.test-support.js';
import { cardWith } from '../test/package-card.test-support.js';
import { signedIn } from '../test/signed-in.test-support.js';
import './money-form.js';
import type { MoneyForm } from './money-form.js';

const card = cardWith(7, { payment: 'partial', paid: { amount: 40_000, currency: 'EUR' } });
const shown = (kind: 'payment' | 'refund' = 'payment') =>
  fixture<MoneyForm>(html`<desk-money-form .card=${card} .kind=${kind}></desk-money-form>`);
const text = (element: Element) => element.shadowRoot?.textContent ?? '';

async function type(element: MoneyForm, amount: string): Promise<void> {
  const field = element.shadowRoot?.querySelector('[name=amount]') as HTMLInputElement;
  field.value = amount;
  field.dispatchEvent(new Event('input'));
  element.shadowRoot?.querySelector('form')?.requestSubmit();
  await element.updateComplete;
}

describe('<desk-money-form>', () => {
  adoptTints();
  let asked: Asked[];
  beforeEach(() => {
    signedIn('RECEPTION');
    asked = answering(() => ({ body: { step: 's', head: '0', card: cardWith(7, { version: 9 }) } }));
  });
  afterEach(stopAnswering);

  it('is accessible', async () => {
    await expect(await shown()).to.be.accessible();
  });

  it('PK-12 a part is sent in minor units, and the card follows', async () => {
    const element = await shown();
    const told = oneEvent(element, 'desk-card');
    await type(element, '12,50');
    await told;
    expect(asked[0]?.body).to.deep.equal({ amount: 1250, method: 'cash' });
  });

  it('PK-12 “Mark paid” leaves the amount to the server', async () => {
    const element = await shown();
    const rest = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('wa-button') ?? [])].find((one) =>
      one.textContent?.includes('Mark paid: €240.00'),
    );
    rest?.click();
    await waitUntil(() => asked.length === 1);
    expect(asked[0]?.body).to.deep.equal({ rest: true, method: 'cash' });
  });

  for (const [typed, says] of [
    ['1e3', 'Digits only'],
    ['-1', 'Digits only'],
    ['１２', 'Digits only'],
    ['0', 'more than nothing'],
    ['1,234', 'Is it 1234.00 or 1.23? Please type it like that.'],
    ['240.01', 'At most €240.00'],
  ] as const) {
    it(`PK-12 “${typed}” is refused beside the field`, async () => {
      const element = await shown();
      await type(element, typed);
      expect(text(element)).to.contain(says);
      expect(asked).to.deep.equal([]);
    });
  }

  it('PK-14 a refund is at most what was paid', async () => {
    signedIn('MANAGER');
    const element = await shown('refund');
    await type(element, '400.01');
    expect(text(element)).to.contain('At most €400.00');
    await type(element, '400');
    await waitUntil(() => asked.length === 1);
    expect(asked[0]).to.deep.include({ path: '/v1/packages/k1/refunds', body: { amount: 40_000, method: 'cash' } });
  });
});
