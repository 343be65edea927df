import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { adoptTints } from '../look/tints.js';
import { type Asked, answering, stopAnswering } from '../test/answers.test-support.js';
import { signedIn } from '../test/signed-in.test-support.js';
import './file-settings-form.js';
import type { FileSettingsForm } from './file-settings-form.js';

describe('<desk-file-settings>', () => {
  adoptTints();
  let asked: Asked[];
  beforeEach(() => {
    signedIn('OWNER');
    asked = answering(({ method, body }) => ({ body: method === 'PUT' ? body : { removesPictureData: true } }));
  });
  afterEach(stopAnswering);

  async function shown(): Promise<FileSettingsForm> {
    const element = await fixture<FileSettingsForm>(html`<desk-file-settings></desk-file-settings>`);
    await waitUntil(() => element.shadowRoot?.querySelector('form'), 'settings arrive', { timeout: 10_000 });
    return element;
  }

  it('is accessible', async () => {
    await expect(await shown()).to.be.accessible();
  });

  it('shows that places are removed from pictures, and sends it when that is switched off', async () => {
    const element = await shown();
    const box = element.shadowRoot?.querySelector('wa-checkbox');
    if (!box) throw new Error('no checkbox');
    expect(box.checked).to.equal(true);
    box.checked = false;
    box.dispatchEvent(new Event('change'));
    await element.updateComplete;
    element.shadowRoot?.querySelector('form')?.requestSubmit();
    await waitUntil(() => asked.some(({ method }) => method === 'PUT'));
    const { path, body } = asked.find(({ method }) => method === 'PUT') ?? {};
    expect(path).to.equal('/v1/file-settings');
    expect(body).to.deep.equal({ removesPictureData: false });
  });
});
