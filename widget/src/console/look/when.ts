import { dateLocale } from '@bookinda/contracts/written-date';
import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { knownZone } from '../../platform/known-zone.js';
import { DeskElement } from '../shell/desk-element.js';
import { here } from '../shell/here.js';

const steps: [number, Intl.RelativeTimeFormatUnit][] = [
  [60, 'second'],
  [3_600, 'minute'],
  [86_400, 'hour'],
  [7 * 86_400, 'day'],
];

/** English dates as the tenant's region writes them: day first and 24 hours, but in the United States. */
function locale(language: string): string {
  return dateLocale(language, zone());
}

function zone(): string | undefined {
  return knownZone(here.session?.tenant?.timeZone);
}

/** `12 min ago`; older than a week as a date in the tenant's zone. */
export function relative(instant: string, language: string, now = Date.now()): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  const at = steps.findIndex(([limit]) => Math.abs(seconds) < limit);
  if (at === -1) {
    const sameYear = instant.slice(0, 4) === new Date(now).toISOString().slice(0, 4);
    return new Intl.DateTimeFormat(locale(language), {
      day: 'numeric',
      month: 'short',
      year: sameYear ? undefined : 'numeric',
      timeZone: zone(),
    }).format(new Date(instant));
  }
  const unit = steps[at]?.[1] ?? 'day';
  const size = at === 0 ? 1 : (steps[at - 1]?.[0] ?? 1);
  const format = new Intl.RelativeTimeFormat(locale(language), { numeric: 'auto', style: 'short' });
  return unit === 'second' ? format.format(0, 'second') : format.format(Math.trunc(seconds / size), unit);
}

/** Date and time to the minute in the tenant's zone. */
export function exact(instant: string, language: string): string {
  return new Intl.DateTimeFormat(locale(language), {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: zone(),
  }).format(new Date(instant));
}

/** The time of day of an instant in the tenant's zone. */
export function timeOf(instant: string, language: string): string {
  return new Intl.DateTimeFormat(locale(language), { timeStyle: 'short', timeZone: zone() }).format(new Date(instant));
}

/** The day of an instant in the tenant's zone. */
export function dayOf(instant: string, language: string): string {
  return new Intl.DateTimeFormat(locale(language), { dateStyle: 'medium', timeZone: zone() }).format(new Date(instant));
}

/** `2026-09-03` → `3 Sept 2026`. */
export function calendarDay(day: string, language: string): string {
  return new Intl.DateTimeFormat(locale(language), {
    dateStyle: 'medium',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));
}

const shown = new Set<When>();
setInterval(() => {
  for (const element of shown) element.requestUpdate();
}, 30_000);

/** A moment: relative, the exact one on hover. */
@customElement('desk-when')
export class When extends DeskElement {
  static override styles = css`
    :host {
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
  `;

  @property() at = '';

  override connectedCallback(): void {
    super.connectedCallback();
    shown.add(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    shown.delete(this);
  }

  override render() {
    return html`<time datetime=${this.at} title=${exact(this.at, this.language)}>${relative(this.at, this.language)}</time>`;
  }
}
