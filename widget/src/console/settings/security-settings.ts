import { exportSecurityEvents, listMembers, listSecurityEvents } from '@bookinda/contracts/identity/routes';
import {
  type Member,
  type SecurityEvent,
  type SecurityEventKind,
  securityEventKinds,
} from '@bookinda/contracts/identity/session';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { boneRows } from '../look/skeleton.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask } from '../shell/here.js';
import '../shell/security-event-list.js';
import { refusalText, sayRefusal } from '../shell/toasts.js';

/** The tenant's security record, for owners: what happened, by kind and member, page by page or as a file. */
@customElement('desk-security-settings')
export class SecuritySettings extends DeskElement {
  static override styles = [
    sheet,
    css`
      .filters {
        display: flex;
        flex-wrap: wrap;
        gap: 12px;
        align-items: flex-end;
      }
      wa-select {
        flex: 1 1 200px;
        max-width: 320px;
      }
      @media (max-width: 719px) {
        wa-select {
          max-width: none;
        }
      }
    `,
  ];

  @state() private kind = '';
  @state() private person = '';
  @state() private members: Member[] = [];
  @state() private events: SecurityEvent[] | null = null;
  @state() private next: string | null = null;
  @state() private refusal = '';
  #asked = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#read();
    ask(listMembers).then(
      ({ items }) => (this.members = items.filter(({ state }) => state === 'active')),
      () => undefined,
    );
  }

  get #filter(): { kind?: SecurityEventKind; person?: string } {
    const { kind, person } = this;
    return { ...(kind ? { kind: kind as SecurityEventKind } : {}), ...(person ? { person } : {}) };
  }

  async #read(after?: string): Promise<void> {
    // An answer to a filter that was changed meanwhile is dropped.
    const asked = ++this.#asked;
    try {
      const page = await ask(listSecurityEvents, { limit: 50, ...this.#filter, ...(after ? { after } : {}) });
      if (asked !== this.#asked) return;
      this.events = after ? [...(this.events ?? []), ...page.items] : page.items;
      this.next = page.next;
      this.refusal = '';
    } catch (error) {
      if (asked === this.#asked) this.refusal = refusalText(error);
    }
  }

  #choose(filter: 'kind' | 'person', event: Event): void {
    this[filter] = String((event.target as HTMLInputElement).value);
    this.events = null;
    this.#read();
  }

  async #export(): Promise<void> {
    const file = await ask(exportSecurityEvents, this.#filter).catch(sayRefusal);
    if (!file) return;
    const url = URL.createObjectURL(file);
    Object.assign(document.createElement('a'), { href: url, download: 'security-record.csv' }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  override render() {
    const { words } = this;
    return html`<div class="stack">
      <p class="quiet">${words.security.hint}</p>
      <div class="filters" role="group" aria-label=${words.tickets.filters}>
        <wa-select size="s" label=${words.security.kind} value=${this.kind} @change=${(event: Event) => this.#choose('kind', event)}>
          <wa-option value="">${words.security.everyKind}</wa-option>
          ${securityEventKinds.map((kind) => html`<wa-option value=${kind}>${words.security.kinds[kind]}</wa-option>`)}
        </wa-select>
        <wa-select size="s" label=${words.security.person} value=${this.person} @change=${(event: Event) => this.#choose('person', event)}>
          <wa-option value="">${words.security.everyone}</wa-option>
          ${this.members.map(({ id, name }) => html`<wa-option value=${id}>${name}</wa-option>`)}
        </wa-select>
        <wa-button size="s" appearance="outlined" @click=${this.#export}>${words.security.export}</wa-button>
      </div>
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${this.events ? this.#renderEvents(this.events) : this.refusal ? nothing : boneRows(6, words.common.loading)}
    </div>`;
  }

  #renderEvents(events: SecurityEvent[]) {
    const { words } = this;
    if (events.length === 0)
      return html`<div class="card empty"><h2>${words.security.none}</h2><p>${this.kind || this.person ? words.security.noneMatchHint : words.security.noneHint}</p></div>`;
    return html`<section class="card"><desk-security-events label=${words.security.events} .events=${events}></desk-security-events></section>
      ${this.next ? html`<div class="more"><wa-button size="s" appearance="outlined" @click=${() => this.#read(this.next ?? undefined)}>${words.common.more}</wa-button></div>` : nothing}`;
  }
}
