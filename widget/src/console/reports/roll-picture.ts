import type { RollForward } from '@bookinda/contracts/packages/package-report';
import { css, html, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';

/** A bar between two balances. */
interface Bar {
  step: keyof RollForward;
  from: number;
  to: number;
}

/** What each step does to the balance: opening and closing stand on the ground, the others hang where the one before ended. */
export function barsOf({ opening, sold, redeemed, refunded, expired, closing }: RollForward): Bar[] {
  let at = opening;
  const moves = { sold, redeemed: -redeemed, refunded: -refunded, expired: -expired };
  const hanging = (Object.entries(moves) as [keyof RollForward, number][]).map(([step, by]): Bar => {
    const from = at;
    at += by;
    return { step, from, to: at };
  });
  return [{ step: 'opening', from: 0, to: opening }, ...hanging, { step: 'closing', from: 0, to: closing }];
}

const rowHeight = 36;
const barHeight = 20;

/**
 * PK-18: the roll-forward as a waterfall, a row for each step, so that names and amounts are readable on a phone too. A picture for
 * eyes; its table stands beside it.
 */
@customElement('desk-roll-picture')
export class RollPicture extends DeskElement {
  static override styles = [
    sheet,
    css`
      .rows {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr) max-content;
        column-gap: 12px;
        font-size: 0.875rem;
      }
      .names > *,
      .amounts > * {
        height: ${rowHeight}px;
        display: flex;
        align-items: center;
      }
      .amounts > * {
        justify-content: flex-end;
        font-variant-numeric: tabular-nums;
      }
      .whole {
        font-weight: 600;
      }
      svg {
        display: block;
        width: 100%;
      }
      .ground,
      .link {
        stroke: var(--line);
        vector-effect: non-scaling-stroke;
      }
      .link {
        stroke: var(--strong);
        stroke-dasharray: 2 3;
      }
      .opening,
      .closing {
        fill: var(--quiet);
      }
      .sold {
        fill: var(--on-green);
      }
      .redeemed {
        fill: var(--on-blue);
      }
      .refunded {
        fill: var(--on-red);
      }
      .expired {
        fill: var(--on-amber);
      }
    `,
  ];

  @property({ attribute: false }) roll: RollForward | null = null;
  /** Says an amount. */
  @property({ attribute: false }) say: (amount: number) => string = String;
  /** What the picture shows, for those who do not see it. */
  @property() label = '';

  override render() {
    if (!this.roll) return html``;
    const words = this.words.reports;
    const bars = barsOf(this.roll);
    const signs: Partial<Record<keyof RollForward, string>> = { sold: '+', redeemed: '−', refunded: '−', expired: '−' };
    const amount = (step: keyof RollForward) => this.roll?.[step] ?? 0;
    return html`<div class="rows">
      <div class="names" aria-hidden="true">${bars.map(({ step }) => html`<span class=${signs[step] ? '' : 'whole'}>${words[step]}</span>`)}</div>
      ${this.#renderBars(bars)}
      <div class="amounts" aria-hidden="true">${bars.map(({ step }) => html`<span class=${signs[step] ? '' : 'whole'}>${signs[step] ?? ''} ${this.say(amount(step))}</span>`)}</div>
    </div>`;
  }

  /** 1,000 units wide however wide it is drawn. */
  #renderBars(bars: Bar[]) {
    const ends = bars.flatMap(({ from, to }) => [from, to, 0]);
    const [least, most] = [Math.min(...ends), Math.max(...ends)];
    const x = (at: number) => (most === least ? 0 : ((at - least) / (most - least)) * 1_000);
    const height = bars.length * rowHeight;
    const top = (n: number) => n * rowHeight + (rowHeight - barHeight) / 2;
    return html`<svg role="img" aria-label=${this.label} viewBox="0 0 1000 ${height}" height=${height} preserveAspectRatio="none">
      ${svg`<line class="ground" x1=${x(0)} x2=${x(0)} y1="0" y2=${height}></line>`}
      ${bars
        .slice(0, -1)
        .map(
          ({ to }, n) =>
            svg`<line class="link" x1=${x(to)} x2=${x(to)} y1=${top(n)} y2=${top(n + 1) + barHeight}></line>`,
        )}
      ${bars.map(
        ({ step, from, to }, n) =>
          svg`<rect class=${step} x=${Math.min(x(from), x(to))} width=${Math.max(Math.abs(x(to) - x(from)), from === to ? 0 : 2)} y=${top(n)} height=${barHeight}></rect>`,
      )}
    </svg>`;
  }
}
