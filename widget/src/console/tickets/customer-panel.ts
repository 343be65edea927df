import type { Customer } from '@bookinda/contracts/customers/customer';
import { listCustomerTickets, readCustomer } from '@bookinda/contracts/customers/routes';
import type { PackageCard } from '@bookinda/contracts/packages/package';
import { listCustomerPackages } from '@bookinda/contracts/packages/routes';
import type { TicketDetail, TicketRow } from '@bookinda/contracts/support/ticket';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { shapeOfPackage } from '../look/badge.js';
import { sheet } from '../look/styles.js';
import { dayOf } from '../look/when.js';
import { sessionBar } from '../packages/session-bar.js';
import { sessionBarStyles } from '../packages/session-bar.styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask, here, showsPackages } from '../shell/here.js';
import { root } from '../shell/router.js';
import { addressBadge, statusBadge } from './ticket-words.js';

/** Who wrote, and what the desk knows of them: other tickets, packages. */
@customElement('desk-customer-panel')
export class CustomerPanel extends DeskElement {
  static override styles = [
    sheet,
    sessionBarStyles,
    css`
      section {
        display: grid;
        gap: 8px;
        padding-block: 16px;
        border-top: 1px solid var(--line);
      }
      section:first-child {
        border-top: 0;
        padding-top: 0;
      }
      li {
        display: grid;
        gap: 4px;
      }
      ul {
        display: grid;
        gap: 12px;
      }
      a {
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) ticket!: TicketDetail;
  @state() private customer: Customer | null = null;
  @state() private packages: PackageCard[] = [];
  @state() private tickets: TicketRow[] = [];
  #of = '';

  override willUpdate(): void {
    const id = this.ticket.customer?.id ?? '';
    const of = `${id} ${this.ticket.seen}`;
    if (of === this.#of) return;
    if (!this.#of.startsWith(`${id} `)) this.customer = null;
    this.#of = of;
    if (id) this.#read(id);
  }

  async #read(id: string): Promise<void> {
    const params = { id };
    const packages = showsPackages(this.session) ? ask(listCustomerPackages, { limit: 5 }, { params }) : null;
    ask(readCustomer, undefined, { params }).then(
      (customer) => (this.customer = customer),
      () => undefined,
    );
    ask(listCustomerTickets, { limit: 6 }, { params }).then(
      (page) => (this.tickets = page.items),
      () => undefined,
    );
    packages?.then(
      (page) => (this.packages = page.items),
      () => undefined,
    );
  }

  override render() {
    const { ticket, customer } = this;
    const words = this.words.customer;
    const email = customer?.email ?? ticket.requester.email;
    return html`<section>
        <h2>${ticket.customer ? html`<a href="${root}/customers/${ticket.customer.id}">${ticket.customer.name}</a>` : ticket.requester.name || email}</h2>
        ${email ? html`<a class="small" href="mailto:${email}">${email}</a>` : nothing}
        ${ticket.address === 'confirmed' ? nothing : html`<span>${addressBadge(ticket.address, words.address)}</span><p class="quiet small">${words.addressHint[ticket.address]}</p>`}
        ${customer?.phone ? html`<a class="small" href="tel:${customer.phone}">${customer.phone}</a>` : nothing}
        <p class="quiet small">${customer ? words.since(dayOf(customer.since, this.language)) : ticket.customer ? '' : words.visitor}</p>
      </section>
      ${this.#renderPackages()} ${this.#renderTickets()}`;
  }

  #renderPackages() {
    if (this.packages.length === 0) return nothing;
    const { words } = this;
    return html`<section aria-label=${words.customer.packages}>
      <h3>${words.customer.packages}</h3>
      <ul>
        ${this.packages.map(
          (card) => html`<li>
            <div class="spread">
              <a class="small" href="${root}/customers/${card.customer.id}">${card.name}</a>
              <desk-badge colour=${shapeOfPackage[card.status].colour} shape=${shapeOfPackage[card.status].shape} label=${words.packageStatus[card.status]}></desk-badge>
            </div>
            ${card.status === 'cancelled' ? nothing : card.services.map((service) => sessionBar(service, words))}
          </li>`,
        )}
      </ul>
    </section>`;
  }

  #renderTickets() {
    const others = this.tickets.filter(({ id }) => id !== this.ticket.id);
    if (!this.ticket.customer) return nothing;
    const { words } = this;
    return html`<section aria-label=${words.customer.otherTickets}>
      <h3>${words.customer.otherTickets}</h3>
      ${
        others.length === 0
          ? html`<p class="quiet small">${words.customer.noOthers}</p>`
          : html`<ul>
            ${others.map((row) => html`<li><a class="small" href="${root}/tickets/${row.id}"><span class="number">${row.number}</span> ${row.subject}</a><span>${statusBadge(here.desk, row.status, this.language, 'desk')}</span></li>`)}
          </ul>`
      }
    </section>`;
  }
}
