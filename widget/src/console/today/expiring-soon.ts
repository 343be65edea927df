import type { PackageCard } from '@bookinda/contracts/packages/package';
import { listPackages } from '@bookinda/contracts/packages/routes';
import type { Page } from '@bookinda/contracts/page';
import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { calendarDay } from '../look/when.js';
import { todayIn } from '../packages/chosen-filter.js';
import { ask } from '../shell/here.js';
import { root } from '../shell/router.js';
import { TodayPart } from './today-part.js';
import { partStyles } from './today-part.styles.js';

/** How far ahead the front desk looks. */
const days = 7;

/** PK-06: packages that expire within the week, the next first. */
@customElement('desk-expiring-soon')
export class ExpiringSoonPart extends TodayPart<Page<PackageCard>> {
  static override styles = [sheet, partStyles];

  get #span(): { expiresFrom: string; expiresTo: string } {
    const expiresFrom = todayIn(this.session.tenant.timeZone);
    const end = new Date(Date.parse(`${expiresFrom}T00:00:00Z`) + days * 86_400_000);
    return { expiresFrom, expiresTo: end.toISOString().slice(0, 10) };
  }

  protected question() {
    return ask(listPackages, { ...this.#span, limit: 5 });
  }

  protected renderHead() {
    const { words } = this;
    return html`<h2 id="title">${words.today.soon}</h2><span class="quiet small">${words.today.soonHint(days)}</span>`;
  }

  protected renderAnswer({ items, next }: Page<PackageCard>) {
    const { words, language } = this;
    if (items.length === 0) return html`<p class="quiet small">${words.today.noneSoon(days)}</p>`;
    return html`<ul aria-labelledby="title">${items.map(
      ({ customer, name, expiresOn, daysLeft }) => html`<li>
        <span><a href="${root}/customers/${customer.id}">${customer.name}</a><br /><span class="quiet small">${name}</span></span>
        <span class="end small" title=${calendarDay(expiresOn ?? '', language)}>${words.today.daysLeft(daysLeft ?? 0)}</span>
      </li>`,
    )}</ul>
      ${next ? html`<p class="small"><a href="${root}/packages?${new URLSearchParams(this.#span)}">${words.today.all}</a></p>` : nothing}`;
  }
}
