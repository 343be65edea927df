import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { signedIn } from '../test/signed-in.test-support.js';
import { speak } from '../words/words.js';
import './recovery-codes.js';

const codes = Array.from({ length: 10 }, (_, n) => `k7qm-2x9d-0f3v-000${n}`);

describe('recovery codes', () => {
  beforeEach(() => signedIn('OWNER'));
  afterEach(() => speak('en'));

  it('shows all ten with ways to keep them, and is accessible', async () => {
    const element = await fixture(html`<desk-recovery-codes .codes=${codes}></desk-recovery-codes>`);
    const items = [...(element.shadowRoot?.querySelectorAll('li') ?? [])].map((item) => item.textContent);
    expect(items).to.deep.equal(codes);
    const buttons = [...(element.shadowRoot?.querySelectorAll('wa-button') ?? [])];
    expect(buttons.map((button) => button.textContent?.trim())).to.deep.equal([
      'Copy all',
      'Download',
      'Print',
      'I have kept them',
    ]);
    await expect(element).to.be.accessible();
    setTimeout(() => buttons.at(-1)?.click());
    await oneEvent(element, 'desk-kept');
  });

  it('prints a page of its own with the codes alone', async () => {
    const element = await fixture(html`<desk-recovery-codes .codes=${codes}></desk-recovery-codes>`);
    let printed = '';
    const proto = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentWindow');
    Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', {
      configurable: true,
      get(this: HTMLIFrameElement) {
        return {
          addEventListener: () => undefined,
          print: () => {
            printed = this.contentDocument?.body.textContent ?? '';
          },
        };
      },
    });
    element.shadowRoot?.querySelectorAll('wa-button')[2]?.click();
    if (proto) Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', proto);
    document.querySelector('body > iframe')?.remove();
    for (const code of codes) expect(printed).to.contain(code);
  });

  it('speaks Hungarian', async () => {
    await speak('hu');
    const element = await fixture(html`<desk-recovery-codes .codes=${codes}></desk-recovery-codes>`);
    await waitUntil(() => element.shadowRoot?.textContent?.includes('Helyreállító kódok'));
  });
});
