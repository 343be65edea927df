import type { MonthFigures } from '@bookinda/contracts/packages/package-report';
import { minorDigits } from '@bookinda/contracts/values';
import { css, html, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { monthName, shortMoney, ticks } from './scale.js';

/** What has a bar of its own in each month. */
export const series = ['sold', 'received', 'redeemed'] as const;
export type Series = (typeof series)[number];

export const amountOf: Record<Series, (figures: MonthFigures) => number> = {
  sold: ({ value }) => value.sold,
  received: ({ received }) => received,
  redeemed: ({ value }) => value.redeemed,
};

const height = 220;
const margin = { top: 8, bottom: 24, start: 64, end: 4 };
/** Three bars of one month are narrower than this nowhere: longer spans scroll. */
const leastMonth = 20;

/** PK-18: sold, received and redeemed as bars by month. A picture for eyes; its table stands below. */
@customElement('desk-month-bars')
export class MonthBars extends DeskElement {
  static override styles = [
    sheet,
    css`
      .scroller {
        overflow-x: auto;
      }
      svg {
        display: block;
      }
      text {
        font-size: 12px;
        fill: var(--quiet);
      }
      line {
        stroke: var(--line);
      }
      .sold {
        fill: var(--on-green);
        background: var(--on-green);
      }
      .received {
        fill: var(--on-purple);
        background: var(--on-purple);
      }
      .redeemed {
        fill: var(--on-blue);
        background: var(--on-blue);
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        font-size: 0.8125rem;
      }
      .legend li {
        display: flex;
        align-items: center;
        gap: 6px;
      }
      .key {
        width: 12px;
        height: 12px;
        border-radius: 2px;
      }
    `,
  ];

  @property({ attribute: false }) months: MonthFigures[] = [];
  @property() currency = 'EUR';
  @state() private width = 640;
  #watch = new ResizeObserver(([entry]) => {
    if (entry) this.width = Math.floor(entry.contentRect.width);
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#watch.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watch.disconnect();
  }

  override render() {
    const words = this.words.reports;
    const names = series.map((name) => words[name]);
    return html`<ul class="legend" aria-hidden="true">${series.map((name) => html`<li><span class="key ${name}"></span>${words[name]}</li>`)}</ul>
      <div class="scroller">${this.#renderPicture(words.bars(names.join(', ')))}</div>`;
  }

  #renderPicture(label: string) {
    const { months, language } = this;
    const amounts = months.flatMap((month) => series.map((name) => amountOf[name](month)));
    const marks = ticks(Math.min(0, ...amounts), Math.max(0, ...amounts));
    const [low, high] = [marks.at(0) ?? 0, marks.at(-1) ?? 0];
    const each = Math.max(leastMonth, (this.width - margin.start - margin.end) / Math.max(1, months.length));
    const width = margin.start + margin.end + each * months.length;
    const y = (amount: number) =>
      high === low
        ? height - margin.bottom
        : margin.top + ((high - amount) / (high - low)) * (height - margin.top - margin.bottom);
    const digits = minorDigits(this.currency);
    const every = Math.ceil(44 / each);
    return html`<svg role="img" aria-label=${label} width=${width} height=${height}>
      ${marks.map(
        (mark) => svg`<line x1=${margin.start} x2=${width} y1=${y(mark)} y2=${y(mark)}></line>
          <text x=${margin.start - 8} y=${y(mark) + 4} text-anchor="end">${shortMoney(mark, this.currency, digits, language)}</text>`,
      )}
      ${months.map((figures, n) => this.#renderMonth(figures, margin.start + n * each, each, y, n % every === 0))}
    </svg>`;
  }

  #renderMonth(figures: MonthFigures, left: number, each: number, y: (amount: number) => number, named: boolean) {
    const { month } = figures;
    const gap = Math.max(2, each * 0.16);
    const wide = Math.min(24, (each - gap) / series.length);
    const start = left + (each - wide * series.length) / 2;
    const bars = series.map((name, n) => {
      const amount = amountOf[name](figures);
      const [top, bottom] = [Math.min(y(amount), y(0)), Math.max(y(amount), y(0))];
      return svg`<rect class=${name} x=${start + n * wide} width=${Math.max(1, wide - 1)} y=${top} height=${amount === 0 ? 0 : Math.max(1, bottom - top)}></rect>`;
    });
    const january = month.endsWith('-01');
    const name = january ? month.slice(0, 4) : monthName(month, this.language, false);
    return svg`${bars}${named ? svg`<text x=${left + each / 2} y=${height - 6} text-anchor="middle">${name}</text>` : ''}`;
  }
}
