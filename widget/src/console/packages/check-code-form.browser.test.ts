import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { adoptTints } from '../look/tints.js';
import { answering, stopAnswering } from '../test/answers.test-support.js';
import { signedIn } from '../test/signed-in.test-support.js';
import './check-code-form.js';
import type { CheckCodeForm } from './check-code-form.js';

const code = 'a1'.repeat(32);
const shown = () => fixture<CheckCodeForm>(html`<desk-check-code .packageId=${'k1'}></desk-check-code>`);

async function check(element: CheckCodeForm, pasted: string): Promise<void> {
  const input = element.shadowRoot!.querySelector('wa-input')!;
  input.value = pasted;
  input.dispatchEvent(new Event('input'));
  element.shadowRoot!.querySelector('wa-button')!.click();
  await element.updateComplete;
}
const notice = (element: CheckCodeForm) => element.shadowRoot!.querySelector('.notice');

describe('<desk-check-code>', () => {
  adoptTints();
  beforeEach(() => signedIn('RECEPTION'));
  afterEach(stopAnswering);

  for (const [what, answer, words, tone] of [
    ['a step', { holds: true, knownAt: 3 }, 'after step 3 of 5; nothing before it was changed', 'good'],
    ['the state now', { holds: true, knownAt: 5 }, 'is the state now', 'good'],
    ['the sale', { holds: true, knownAt: 0 }, 'at the sale', 'good'],
    ['nothing', { holds: true, knownAt: null }, 'never belonged to this history', 'bad'],
    ['a broken chain', { holds: false, brokenAt: 2, knownAt: 1 }, 'Step 2 of 5 was cut or edited', 'bad'],
  ] as const) {
    it(`PK-22 a kept code is told to be that of ${what}`, async () => {
      const asked = answering(() => ({ body: { brokenAt: null, length: 5, head: code, ...answer } }));
      const element = await shown();
      await check(element, `Check code: ${code.toUpperCase()}.`);
      await waitUntil(() => notice(element));
      expect(notice(element)!.textContent).to.contain(words);
      expect(notice(element)!.classList.contains(tone)).to.equal(true);
      expect(asked[0]?.path).to.equal(`/v1/packages/k1/verification?head=${code}`);
      await expect(element).to.be.accessible();
    });
  }

  it('PK-22 what is no code is not asked about', async () => {
    const asked = answering(() => ({ body: {} }));
    const element = await shown();
    await check(element, 'TKT-0001');
    expect(element.shadowRoot!.textContent).to.contain('64 characters');
    expect(asked).to.have.length(0);
    await expect(element).to.be.accessible();
  });

  it('PK-22 a refusal is said', async () => {
    answering(() => ({ status: 404, body: { code: 'not-found' } }));
    const element = await shown();
    await check(element, code);
    await waitUntil(() => element.shadowRoot!.querySelector('.error')?.textContent);
    expect(notice(element)).to.equal(null);
  });
});
