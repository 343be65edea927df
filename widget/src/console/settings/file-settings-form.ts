import type { FileSettings } from '@bookinda/contracts/support/file-settings';
import { changeFileSettings, readFileSettings } from '@bookinda/contracts/support/routes';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/checkbox/checkbox.js';
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask } from '../shell/here.js';
import { refusalText, say } from '../shell/toasts.js';
import { settingsStyles } from './settings.styles.js';

/** Whether pictures of customers and visitors are stored without what a camera wrote into them. */
@customElement('desk-file-settings')
export class FileSettingsForm extends DeskElement {
  static override styles = [sheet, settingsStyles];

  @state() private settings: FileSettings | null = null;
  @state() private refusal = '';
  @state() private busy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#read();
  }

  async #read(): Promise<void> {
    try {
      this.settings = await ask(readFileSettings);
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy || !this.settings) return;
    this.busy = true;
    this.refusal = '';
    try {
      this.settings = await ask(changeFileSettings, this.settings);
      say(this.words.pictures.saved);
    } catch (error) {
      this.refusal = refusalText(error);
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const { words, settings } = this;
    return html`<section class="card" aria-label=${words.pictures.title}>
      <h2>${words.pictures.title}</h2>
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${settings ? this.#renderForm(settings) : this.refusal ? nothing : html`<div class="bone"></div>`}
    </section>`;
  }

  #renderForm({ removesPictureData }: FileSettings) {
    const { words } = this;
    const choose = (event: Event) => {
      this.settings = { removesPictureData: (event.target as HTMLInputElement).checked };
    };
    return html`<form class="stack" novalidate @submit=${this.#save}>
      <wa-checkbox size="s" .checked=${removesPictureData} hint=${words.pictures.removesHint} @change=${choose}>${words.pictures.removes}</wa-checkbox>
      <div><wa-button size="s" type="submit" variant="brand" ?loading=${this.busy}>${words.common.save}</wa-button></div>
    </form>`;
  }
}
