import type { Customer } from '@bookinda/contracts/customers/customer';
import type { PackageCard, PackageService } from '@bookinda/contracts/packages/package';
import { expiryTone } from '@bookinda/contracts/packages/package-status';
import { listCustomerPackages } from '@bookinda/contracts/packages/routes';
import { formatMoney } from '@bookinda/contracts/values';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import '../look/badge.js';
import { shapeOfPackage, shapeOfPayment } from '../look/badge.js';
import { icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import { calendarDay } from '../look/when.js';
import '../packages/redeem-session-button.js';
import { sharedServices } from '../packages/shared-services.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask } from '../shell/here.js';
import { gathered } from '../shell/live.js';
import { root } from '../shell/router.js';
import { refusalText } from '../shell/toasts.js';

/** PK-07: what the customer at the desk can redeem now, the package that expires first on top; one button per service. */
@customElement('desk-redeem-panel')
export class RedeemPanel extends DeskElement {
  static override styles = [
    sheet,
    css`
      section {
        padding: 16px;
        display: grid;
        gap: 12px;
        border-color: var(--accent);
      }
      .spread {
        flex-wrap: nowrap;
        align-items: flex-start;
      }
      article {
        display: grid;
        gap: 10px;
        padding-top: 12px;
        border-top: 1px solid var(--line);
      }
      h3 a {
        color: inherit;
        text-decoration: none;
      }
      h3 a:hover {
        text-decoration: underline;
      }
      .amber {
        color: var(--on-amber);
        font-weight: 600;
      }
      .debt {
        color: var(--on-amber);
      }
      .proposed {
        color: var(--accent-text);
      }
    `,
  ];

  @property({ attribute: false }) customer!: Customer;
  @state() private packages: PackageCard[] | null = null;
  @state() private refusal = '';
  /** Packages something was redeemed from here: they stay, used up or not. */
  #touched = new Set<string>();

  override connectedCallback(): void {
    super.connectedCallback();
    const refresh = gathered(() => this.#read(), 300);
    const concerns = (customer: string | null, pkg: string | null) =>
      customer === this.customer.id || !!this.packages?.some(({ id }) => id === pkg);
    this.hear((change) => concerns(change.customer, change.package), refresh);
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const before = changed.get('customer') as Customer | undefined;
    if (!changed.has('customer') || before?.id === this.customer.id) return;
    this.packages = null;
    this.#touched.clear();
    this.#read();
  }

  async #read(): Promise<void> {
    const { id } = this.customer;
    try {
      const { items } = await ask(listCustomerPackages, { limit: 100 }, { params: { id } });
      if (id !== this.customer.id) return;
      this.packages = items.map((card) => this.#newest(card));
      this.refusal = '';
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  /** An answer that was under way while somebody redeemed must not turn the clock back. */
  #newest(card: PackageCard): PackageCard {
    const shown = this.packages?.find(({ id }) => id === card.id);
    return shown && shown.version > card.version ? shown : card;
  }

  #take(card: PackageCard): void {
    this.#touched.add(card.id);
    this.packages = (this.packages ?? []).map((shown) => {
      if (shown.id !== card.id) return shown;
      const proposed = new Map(shown.services.map(({ id, proposed: mark }) => [id, mark]));
      return { ...card, services: card.services.map((one) => ({ ...one, proposed: proposed.get(one.id) })) };
    });
  }

  override render() {
    const { customer, words, packages } = this;
    const usable = packages?.filter(({ id, status }) => status === 'active' || this.#touched.has(id));
    return html`<section class="card" aria-label=${words.today.packagesOf(customer.name)}>
      <div class="spread">
        <div>
          <h2>${customer.name}</h2>
          <p class="row small quiet">
            ${customer.email ? html`<span>${customer.email}</span>` : nothing}
            ${customer.phone ? html`<a href="tel:${customer.phone}">${customer.phone}</a>` : nothing}
            <a href="${root}/customers/${customer.id}">${words.today.profile}</a>
          </p>
        </div>
        <button type="button" class="plain" aria-label=${words.today.close(customer.name)} @click=${() => this.emit('desk-close')}>${icon('close')}</button>
      </div>
      <div role="alert">${this.refusal ? html`<p class="error">${this.refusal}</p>` : nothing}</div>
      ${usable ? this.#renderPackages(usable) : this.refusal ? nothing : html`<div class="stack tight" aria-busy="true"><div class="bone"></div><div class="bone" style="width:64%"></div></div>`}
    </section>`;
  }

  #renderPackages(usable: PackageCard[]) {
    const { words, customer } = this;
    if (usable.length === 0)
      return html`<div><h3>${words.today.nothing}</h3><p class="quiet small">${words.today.nothingHint(customer.name)}</p></div>`;
    const shared = sharedServices(usable);
    return repeat(
      usable,
      ({ id }) => id,
      (card) => this.#renderPackage(card, shared),
    );
  }

  #renderPackage(card: PackageCard, shared: ReadonlySet<string>) {
    const { words, language } = this;
    const tone = expiryTone(card.expiresOn, card.today, card.daysLeft ?? 0);
    const due = card.price.amount - card.paid.amount;
    return html`<article aria-label=${card.name} @desk-card=${(event: CustomEvent<PackageCard>) => this.#take(event.detail)} @desk-stale=${this.#read}>
      <div class="spread">
        <div>
          <h3><a href="${root}/packages/${card.id}">${card.name}</a></h3>
          <p class="small ${tone === 'amber' ? 'amber' : 'quiet'}">${card.expiresOn ? words.packages.expires(calendarDay(card.expiresOn, language), card.daysLeft ?? 0) : words.packages.never}</p>
          ${due > 0 ? html`<p class="debt small">${icon('warning', 14)} ${words.redeem.debt(formatMoney({ ...card.price, amount: due }, language))}</p>` : nothing}
        </div>
        <div class="row">
          ${card.status === 'active' ? nothing : html`<desk-badge colour=${shapeOfPackage[card.status].colour} shape=${shapeOfPackage[card.status].shape} label=${words.packageStatus[card.status]}></desk-badge>`}
          ${card.payment === 'paid' ? nothing : html`<desk-badge colour=${shapeOfPayment[card.payment].colour} shape=${shapeOfPayment[card.payment].shape} label=${words.paymentBadge[card.payment]}></desk-badge>`}
        </div>
      </div>
      ${repeat(
        card.services,
        ({ id }) => id,
        (service) => this.#renderService(card, service, shared),
      )}
    </article>`;
  }

  #renderService(card: PackageCard, service: PackageService, shared: ReadonlySet<string>) {
    const { words } = this;
    if (service.remaining === 0 && !this.#touched.has(card.id)) return nothing;
    return html`<div role="group" aria-label=${service.name}>
      <desk-redeem-session debtShown .card=${card} .service=${service}></desk-redeem-session>
      ${service.proposed && shared.has(service.name) ? html`<p class="proposed small">${words.redeem.proposed}</p>` : nothing}
    </div>`;
  }
}
