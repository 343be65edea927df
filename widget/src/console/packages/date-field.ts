import type { LocalDate } from '@bookinda/contracts/values';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';

interface DateField {
  label: string;
  value: string;
  min?: LocalDate;
  max?: LocalDate;
  name?: string;
  /** What is wrong with it, read with the field. */
  wrong?: string;
  change: (day: string) => void;
}

/** A day of the calendar; `fieldStyles` dress it. */
export function dateField({ label, value, min, max, name, wrong, change }: DateField) {
  return html`<label class="field">
    <span>${label}</span>
    <input type="date" name=${name ?? nothing} min=${min ?? nothing} max=${max ?? nothing} .value=${live(value)} aria-invalid=${wrong ? 'true' : nothing} @change=${(event: Event) => change((event.target as HTMLInputElement).value)} />
    ${wrong ? html`<span class="error" role="alert">${wrong}</span>` : nothing}
  </label>`;
}
