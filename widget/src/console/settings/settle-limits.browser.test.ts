import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { adoptTints } from '../look/tints.js';
import { type Asked, answering, stopAnswering } from '../test/answers.test-support.js';
import { signedIn } from '../test/signed-in.test-support.js';
import './settle-limits.js';
import type { SettleLimitsForm } from './settle-limits.js';

const kept = { reminderDays: 12, muted: ['package-expired'], onlyPaidValue: true, staffRedeems: true };

describe('<desk-settle-limits>', () => {
  adoptTints();
  let asked: Asked[];
  let limits: object;
  beforeEach(() => {
    signedIn('OWNER');
    limits = { sessions: 2, days: 30, refund: 0 };
    asked = answering(({ method, body }) => {
      if (method === 'PUT') limits = body['settleLimits'] as object;
      return { body: { ...kept, settleLimits: limits } };
    });
  });
  afterEach(stopAnswering);

  async function shown(): Promise<SettleLimitsForm> {
    const element = await fixture<SettleLimitsForm>(html`<desk-settle-limits></desk-settle-limits>`);
    await waitUntil(() => element.shadowRoot?.querySelector('form'));
    return element;
  }
  const field = (element: Element, name: string) =>
    element.shadowRoot?.querySelector<HTMLInputElement>(`wa-input[name=${name}]`);
  async function type(element: SettleLimitsForm, name: string, value: string): Promise<void> {
    const input = field(element, name);
    if (!input) throw new Error(`no ${name}`);
    input.value = value;
    input.dispatchEvent(new Event('input'));
    await element.updateComplete;
  }
  const save = (element: Element) => element.shadowRoot?.querySelector('form')?.requestSubmit();

  it('is accessible', async () => {
    await expect(await shown()).to.be.accessible();
  });

  it('PK-21 shows what stands and sends it changed, the other settings as they are', async () => {
    const element = await shown();
    expect(field(element, 'refund')?.value).to.equal('0.00');
    await type(element, 'sessions', '0');
    await type(element, 'refund', '25,5');
    save(element);
    await waitUntil(() => asked.some(({ method }) => method === 'PUT'));
    const { body } = asked.find(({ method }) => method === 'PUT') ?? { body: {} };
    expect(body).to.deep.equal({
      reminderDays: 12,
      muted: ['package-expired'],
      settleLimits: { sessions: 0, days: 30, refund: 2550 },
    });
    await waitUntil(() => field(element, 'refund')?.value === '25.50');
  });

  for (const [name, value] of [
    ['sessions', '51'],
    ['sessions', '-1'],
    ['days', '1.5'],
    ['days', ''],
    ['refund', '1e3'],
    ['refund', '0,001'],
  ] as const) {
    it(`PK-21 “${value}” as ${name} is refused beside its field, nothing is saved`, async () => {
      const element = await shown();
      await type(element, name, value);
      save(element);
      await element.updateComplete;
      expect(field(element, name)?.querySelector('[slot=hint]')).to.not.equal(null);
      expect(asked.filter(({ method }) => method === 'PUT')).to.deep.equal([]);
    });
  }
});
