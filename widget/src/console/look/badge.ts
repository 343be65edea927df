import type { PackageStatus } from '@bookinda/contracts/packages/package-status';
import type { PaymentBadge } from '@bookinda/contracts/packages/payment-badge';
import type { StatusKind } from '@bookinda/contracts/support/ticket-lifecycle';
import type { Colour } from '@bookinda/contracts/values';
import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** A mark that tells what colour alone would not. 12-px grid, filled with the text's colour. */
const shapes = {
  disc: svg`<circle cx="6" cy="6" r="4"></circle>`,
  alert: svg`<path d="M6 1.200l5 9.300H1z"></path>`,
  half: svg`<path d="M6 1.500a4.500 4.500 0 0 1 0 9z"></path><circle cx="6" cy="6" r="4.200" fill="none" stroke="currentColor" stroke-width="1.200"></circle>`,
  ring: svg`<circle cx="6" cy="6" r="3.800" fill="none" stroke="currentColor" stroke-width="1.600"></circle>`,
  pause: svg`<path d="M3 2h2v8H3zM7 2h2v8H7z"></path>`,
  tick: svg`<path d="M2 6.300l2.800 2.800L10 3.200" fill="none" stroke="currentColor" stroke-width="1.900" stroke-linecap="round" stroke-linejoin="round"></path>`,
  bar: svg`<rect x="2" y="4.800" width="8" height="2.400" rx="1.200"></rect>`,
  cross: svg`<path d="M3 3l6 6M9 3l-6 6" stroke="currentColor" stroke-width="1.800" stroke-linecap="round"></path>`,
  square: svg`<rect x="2.500" y="2.500" width="7" height="7" rx="1.500"></rect>`,
  clock: svg`<circle cx="6" cy="6" r="4.300" fill="none" stroke="currentColor" stroke-width="1.300"></circle><path d="M6 3.600V6l1.700 1" fill="none" stroke="currentColor" stroke-width="1.300" stroke-linecap="round"></path>`,
} as const;

export type Shape = keyof typeof shapes;

export const shapeOfKind: Record<StatusKind, Shape> = {
  new: 'disc',
  'needs-reply': 'alert',
  working: 'half',
  waiting: 'ring',
  paused: 'pause',
  solved: 'tick',
  closed: 'bar',
};

export const shapeOfPackage: Record<PackageStatus, { shape: Shape; colour: Colour }> = {
  active: { shape: 'disc', colour: 'green' },
  'fully-used': { shape: 'tick', colour: 'blue' },
  expired: { shape: 'clock', colour: 'red' },
  cancelled: { shape: 'cross', colour: 'gray' },
};

/** PK-19: beside the status. */
export const shapeOfFreeze: { shape: Shape; colour: Colour } = { shape: 'pause', colour: 'blue' };

export const shapeOfPayment: Record<PaymentBadge, { shape: Shape; colour: Colour }> = {
  paid: { shape: 'tick', colour: 'green' },
  partial: { shape: 'half', colour: 'amber' },
  unpaid: { shape: 'ring', colour: 'red' },
};

/** A status or category: colour, word and shape say the same. */
@customElement('desk-badge')
export class Badge extends LitElement {
  static override styles = css`
    :host {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      max-width: 100%;
      padding: 2px 8px;
      border-radius: 999px;
      font-size: 0.8125rem;
      line-height: 20px;
      font-weight: 500;
      white-space: nowrap;
      background: var(--ground);
      color: var(--ink);
      box-sizing: border-box;
    }
    :host([plain]) {
      background: none;
      color: var(--quiet);
      padding-inline: 0;
      font-weight: 400;
    }
    :host([plain]) svg {
      color: var(--ink);
    }
    svg {
      flex: none;
    }
    span {
      overflow: hidden;
      text-overflow: ellipsis;
    }
  `;

  @property() colour: Colour = 'gray';
  @property() shape: Shape = 'square';
  @property() label = '';

  override willUpdate(): void {
    this.style.setProperty('--ground', `var(--tint-${this.colour})`);
    this.style.setProperty('--ink', `var(--on-${this.colour})`);
  }

  override render() {
    return html`<svg aria-hidden="true" width="12" height="12" viewBox="0 0 12 12" fill="currentColor">${shapes[this.shape]}</svg><span>${this.label}</span>`;
  }
}
