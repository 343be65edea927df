import { listActivity } from '@bookinda/contracts/support/routes';
import type { ActivityEntry } from '@bookinda/contracts/support/ticket';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask, here } from '../shell/here.js';
import { refusalText } from '../shell/toasts.js';
import { categoryWord, statusWord } from './ticket-words.js';

/** CW-06: every step in a ticket's life: who, when, before → after. Read when it is opened. */
@customElement('desk-activity')
export class ActivityList extends DeskElement {
  static override styles = [
    sheet,
    css`
      summary {
        cursor: pointer;
        font-weight: 600;
        min-height: 32px;
        line-height: 32px;
      }
      li {
        display: grid;
        grid-template-columns: 96px minmax(0, 1fr);
        gap: 12px;
        padding-block: 6px;
        border-top: 1px solid var(--line);
        font-size: 0.875rem;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        min-height: 32px;
        font-size: 0.875rem;
      }
      input {
        accent-color: var(--accent);
        width: 16px;
        height: 16px;
      }
    `,
  ];

  @property() ticketId = '';
  /** Changes when the ticket did; the open list is then read anew. */
  @property() version = '';
  @state() private open = false;
  @state() private hideSystem = false;
  @state() private entries: ActivityEntry[] | null = null;
  @state() private refusal = '';

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('ticketId')) this.entries = null;
    if (this.open && (changed.has('open') || changed.has('version') || changed.has('ticketId'))) this.#read();
  }

  async #read(): Promise<void> {
    try {
      const entries: ActivityEntry[] = [];
      let after: string | undefined;
      do {
        const page = await ask(listActivity, { limit: 100, after }, { params: { id: this.ticketId } });
        entries.push(...page.items);
        after = page.next ?? undefined;
      } while (after);
      this.entries = entries;
      this.refusal = '';
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  #value(field: string, value: string | null): string {
    if (value === null || value === '') return this.words.activity.nothing;
    if (field === 'status') return statusWord(here.desk, value, this.language);
    if (field === 'category' || field === 'type') return categoryWord(here.desk, value, this.language);
    if (field === 'assignee') return here.desk?.members.find(({ id }) => id === value)?.name ?? value;
    return value;
  }

  override render() {
    const words = this.words.activity;
    const shown = (this.entries ?? []).filter(({ actor }) => !this.hideSystem || actor.kind !== 'system');
    return html`<details @toggle=${(event: Event) => (this.open = (event.target as HTMLDetailsElement).open)}>
      <summary>${words.title}</summary>
      <label><input type="checkbox" .checked=${this.hideSystem} @change=${() => (this.hideSystem = !this.hideSystem)} />${words.hideSystem}</label>
      ${this.refusal ? html`<p class="error">${this.refusal}</p>` : nothing}
      ${this.entries ? html`<ol aria-label=${words.title}>${shown.map((entry) => this.#renderEntry(entry))}</ol>` : html`<div class="bone"></div>`}
    </details>`;
  }

  #renderEntry({ at, actor, kind, change }: ActivityEntry) {
    const words = this.words.activity;
    const name = actor.kind === 'system' ? words.system : actor.name;
    return html`<li>
      <span class="quiet"><desk-when at=${at}></desk-when></span>
      <span>
        <strong>${name}</strong> ${words.kinds[kind] ?? kind}
        ${change ? html`<span class="quiet">${words.fields[change.field] ?? change.field}:</span> ${this.#value(change.field, change.from)} → ${this.#value(change.field, change.to)}` : nothing}
      </span>
    </li>`;
  }
}
