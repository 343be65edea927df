import { deviceName } from '@bookinda/contracts/identity/device-name';
import type { SecurityEvent } from '@bookinda/contracts/identity/session';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import '../look/when.js';
import { DeskElement } from './desk-element.js';

const failures: ReadonlySet<string> = new Set(['sign-in-failed', 'code-failed', 'proof-failed']);

/** Entries of the security record: what, who, from where, when. */
@customElement('desk-security-events')
export class SecurityEventList extends DeskElement {
  static override styles = [
    sheet,
    css`
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 16px;
        padding: 10px 16px;
        border-top: 1px solid var(--line);
      }
      li:first-child {
        border-top: 0;
      }
      .what {
        overflow-wrap: anywhere;
      }
      .failed {
        color: var(--on-red);
      }
      .place {
        grid-column: 1 / -1;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property() label = '';
  @property({ attribute: false }) events: SecurityEvent[] = [];

  override render() {
    return html`<ul aria-label=${this.label}>${this.events.map((event) => this.#renderEvent(event))}</ul>`;
  }

  #renderEvent(event: SecurityEvent) {
    const { security } = this.words;
    const about = event.kind === 'mail-read' ? '' : event.about && (security.operations[event.about] ?? event.about);
    const place = [
      event.person?.name ?? event.by,
      deviceName(event.agent, this.language),
      event.network === 'others' ? security.others : event.network,
    ];
    return html`<li>
      <span class="what"><strong class=${failures.has(event.kind) ? 'failed' : ''}>${security.kinds[event.kind]}</strong>${event.count > 1 ? html` · ${security.times(event.count)}` : nothing}${about ? html` · ${about}` : nothing}</span>
      <span class="quiet small"><desk-when at=${event.lastAt}></desk-when></span>
      <span class="place quiet small">${place.filter(Boolean).join(' · ')}</span>
    </li>`;
  }
}
