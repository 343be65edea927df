import { listCustomers } from '@bookinda/contracts/customers/routes';
import { listTickets } from '@bookinda/contracts/support/routes';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type IconName, icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from './desk-element.js';
import { ask, showsTickets } from './here.js';
import { gathered } from './live.js';
import { go } from './router.js';
import { sections } from './screens.js';
import { whenClosed } from './when-closed.js';

interface Command {
  label: string;
  detail?: string;
  icon: IconName;
  run: () => void;
}

/** Everything by keyboard: sections, tickets and customers by typing; with `help`, the list of shortcuts. */
@customElement('desk-palette')
export class CommandPalette extends DeskElement {
  static override styles = [
    sheet,
    css`
      wa-dialog {
        --width: 560px;
        --spacing: 16px;
      }
      input {
        width: 100%;
        font: inherit;
        font-size: 1rem;
        color: inherit;
        padding: 10px 12px;
        border: 1px solid var(--strong);
        border-radius: var(--radius);
        background: var(--surface);
      }
      input:focus-visible {
        outline: 2px solid var(--accent-text);
        outline-offset: 1px;
      }
      ul {
        margin-top: 12px;
        max-height: 50dvh;
        overflow: auto;
      }
      [role='option'] {
        display: flex;
        align-items: center;
        gap: 12px;
        min-height: 40px;
        padding: 8px 12px;
        border-radius: var(--radius);
        cursor: pointer;
      }
      [role='option'][aria-selected='true'] {
        background: var(--hover);
      }
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 8px 24px;
      }
    `,
  ];

  @property({ type: Boolean }) help = false;
  @state() private typed = '';
  @state() private found: Command[] = [];
  @state() private at = 0;
  #asking?: AbortController;
  #search = gathered(() => this.#find(), 180);

  #commands(): Command[] {
    const { words, session } = this;
    const pages = sections
      .filter(({ shown }) => shown(session))
      .map(
        (section): Command => ({
          label: words.sections[section.section],
          icon: section.icon,
          run: () => go(section.path),
        }),
      );
    const more: Command[] = [
      { label: words.shell.account, icon: 'person', run: () => this.emit('desk-open', 'account') },
      { label: words.shell.shortcuts, icon: 'help', run: () => this.emit('desk-open', 'help') },
    ];
    if (showsTickets(session))
      more.unshift({ label: words.tickets.new, icon: 'plus', run: () => go('/tickets?new=1') });
    const typed = this.typed.trim().toLowerCase();
    return [...[...pages, ...more].filter(({ label }) => label.toLowerCase().includes(typed)), ...this.found];
  }

  async #find(): Promise<void> {
    this.#asking?.abort();
    const q = this.typed.trim();
    if (q.length < 2) {
      this.found = [];
      return;
    }
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const [tickets, customers] = await Promise.all([
      showsTickets(this.session)
        ? ask(listTickets, { q, limit: 6 }, { signal }).then(
            (page) => page.items,
            () => [],
          )
        : [],
      ask(listCustomers, { q, limit: 5 }, { signal }).then(
        (page) => page.items,
        () => [],
      ),
    ]);
    if (signal.aborted) return;
    this.found = [
      ...tickets.map(
        (row): Command => ({
          label: `${row.number} ${row.subject}`,
          detail: row.requester.name,
          icon: 'tickets',
          run: () => go(`/tickets/${row.id}`),
        }),
      ),
      ...customers.map(
        (row): Command => ({
          label: row.name,
          detail: row.email ?? '',
          icon: 'person',
          run: () => go(`/customers/${row.id}`),
        }),
      ),
    ];
  }

  #type(event: InputEvent): void {
    this.typed = (event.target as HTMLInputElement).value;
    this.at = 0;
    this.#search();
  }

  #key(event: KeyboardEvent): void {
    const commands = this.#commands();
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      this.at = (this.at + step + commands.length) % Math.max(1, commands.length);
    }
    const chosen = commands[this.at];
    if (event.key === 'Enter' && chosen) this.#run(chosen);
  }

  #run(command: Command): void {
    this.emit('desk-close');
    command.run();
  }

  override render() {
    const { words } = this;
    const title = this.help ? words.shell.shortcuts : words.shell.palette;
    return html`<wa-dialog label=${title} open light-dismiss @wa-after-hide=${whenClosed(() => this.emit('desk-close'))}>
      ${this.help ? this.#renderHelp() : this.#renderPalette()}
    </wa-dialog>`;
  }

  #renderPalette() {
    const { words } = this;
    const commands = this.#commands();
    return html`<input
        type="text" autofocus role="combobox" aria-expanded="true" aria-controls="commands" aria-autocomplete="list"
        aria-activedescendant="command-${this.at}" aria-label=${words.shell.palette} placeholder=${words.shell.paletteHint}
        .value=${this.typed} @input=${this.#type} @keydown=${this.#key}
      />
      <ul id="commands" role="listbox" aria-label=${words.shell.palette}>
        ${commands.map(
          (
            command,
            index,
          ) => html`<li role="option" id="command-${index}" aria-selected=${index === this.at} @click=${() => this.#run(command)}>
            ${icon(command.icon)}<span class="grow">${command.label}</span>${command.detail ? html`<span class="quiet small">${command.detail}</span>` : nothing}
          </li>`,
        )}
      </ul>`;
  }

  #renderHelp() {
    return html`<dl>
      ${this.words.shortcuts.map(([keys, does]) => html`<dt>${keys.split(' ').map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${does}</dd>`)}
    </dl>`;
  }
}
