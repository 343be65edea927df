import type { PackageCard, PackageService } from '@bookinda/contracts/packages/package';
import { expiryTone } from '@bookinda/contracts/packages/package-status';
import { readPackage } from '@bookinda/contracts/packages/routes';
import { formatMoney } from '@bookinda/contracts/values';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import '../look/badge.js';
import { shapeOfFreeze, shapeOfPackage, shapeOfPayment } from '../look/badge.js';
import { icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import { calendarDay } from '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask, maySetRight } from '../shell/here.js';
import { root } from '../shell/router.js';
import './change-expiry-form.js';
import { freezeText } from './describe-step.js';
import './correct-sessions-panel.js';
import './package-care.js';
import './package-history.js';
import './package-money.js';
import './package-notes.js';
import './redeem-session-button.js';
import { sessionBar } from './session-bar.js';
import { sessionBarStyles } from './session-bar.styles.js';

/** PK-02…PK-05 with the staff's verbs: redeem, undo, edit, take payment, note, cancel, history, statement. */
@customElement('desk-package')
export class PackageView extends DeskElement {
  static override styles = [
    sheet,
    sessionBarStyles,
    css`
      :host {
        container-type: inline-size;
      }
      article {
        overflow: hidden;
      }
      .head {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 4px 12px;
        align-items: start;
        padding: 16px 16px 12px;
      }
      .body {
        display: grid;
        gap: 16px;
        padding: 0 16px 12px;
      }
      .edited {
        padding-top: 16px;
      }
      .panel {
        display: grid;
        gap: 20px;
        padding: 12px 16px 16px;
        background: var(--page);
        border-block: 1px solid var(--line);
      }
      .ends {
        padding: 8px 16px;
        border-top: 1px solid var(--line);
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 24px;
        font-size: 0.875rem;
        line-height: 20px;
      }
      .green {
        color: var(--on-green);
      }
      .amber {
        color: var(--on-amber);
        font-weight: 600;
      }
      .red {
        color: var(--on-red);
        font-weight: 600;
      }
      .service-row {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(240px, 320px);
        gap: 8px 24px;
        align-items: start;
      }
      .proposed {
        color: var(--accent-text);
      }
      @container (max-width: 639px) {
        .head {
          grid-template-columns: minmax(0, 1fr);
        }
        .service-row {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) card!: PackageCard;
  /** Shows whose it is, where that is not clear from the page. */
  @property({ type: Boolean }) withCustomer = false;
  /** Names of services that several of the customer's packages hold, so that it matters which is redeemed first. */
  @property({ attribute: false }) shared: ReadonlySet<string> = new Set();
  @state() private editing = false;

  /** A newer card replaces the shown one; an older that arrives late does not. */
  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const before = changed.get('card') as PackageCard | undefined;
    if (before?.id === this.card.id && before.version > this.card.version) this.card = before;
  }

  #take(card: PackageCard): void {
    const proposed = new Map(this.card.services.map(({ id, proposed: mark }) => [id, mark]));
    this.card = {
      ...card,
      services: card.services.map((service) => ({
        ...service,
        proposed: service.proposed ?? proposed.get(service.id),
      })),
    };
  }

  async refresh(): Promise<void> {
    const card = await ask(readPackage, undefined, { params: { id: this.card.id } }).catch(() => null);
    if (card) this.#take(card);
  }

  override render() {
    const { card, words, language } = this;
    return html`<article class="card" aria-label=${card.name} @desk-card=${(event: CustomEvent<PackageCard>) => this.#take(event.detail)} @desk-stale=${this.refresh}>
      <div class="head">
        <div>
          <h2>${card.name}</h2>
          ${this.withCustomer ? html`<a class="small" href="${root}/customers/${card.customer.id}">${card.customer.name}</a>` : nothing}
          <p class="number">
            <strong>${formatMoney(card.price, language)}</strong>
            ${card.originalPrice ? html`<s class="quiet"><span class="visually-hidden">${words.packages.before} </span>${formatMoney(card.originalPrice, language)}</s>` : nothing}
            ${card.payment === 'partial' ? html`<span class="quiet small">${words.packages.paidOf(formatMoney(card.paid, language))}</span>` : nothing}
          </p>
        </div>
        <div class="row">
          <desk-badge colour=${shapeOfPackage[card.status].colour} shape=${shapeOfPackage[card.status].shape} label=${words.packageStatus[card.status]}></desk-badge>
          ${card.freeze ? html`<desk-badge colour=${shapeOfFreeze.colour} shape=${shapeOfFreeze.shape} label=${card.freeze.now ? words.freeze.badge : words.freeze.planned}></desk-badge>` : nothing}
          <desk-badge colour=${shapeOfPayment[card.payment].colour} shape=${shapeOfPayment[card.payment].shape} label=${words.paymentBadge[card.payment]}></desk-badge>
          ${
            this.#mayEdit
              ? html`<button type="button" class="plain" aria-label=${words.correct.open(card.name)} title=${words.correct.open(card.name)} aria-expanded=${this.editing} @click=${() => (this.editing = !this.editing)}>${icon('pencil')}</button>`
              : nothing
          }
        </div>
      </div>
      ${this.editing && this.#mayEdit ? this.#renderPanel(card) : nothing}
      <div class="body ${this.editing && this.#mayEdit ? 'edited' : ''}">
        ${this.#renderFacts(card)}
        ${repeat(
          card.services,
          ({ id }) => id,
          (service) => this.#renderService(service),
        )}
        <desk-package-money .card=${card}></desk-package-money>
        <desk-package-notes .packageId=${card.id}></desk-package-notes>
        <desk-package-history .packageId=${card.id} .version=${card.version}></desk-package-history>
      </div>
      ${this.#renderEnds(card)}
    </article>`;
  }

  /** PK-11: the pencil of a cancelled package is gone, that of an expired one opens its expiry only. */
  get #mayEdit(): boolean {
    return maySetRight(this.session) && this.card.status !== 'cancelled';
  }

  #renderPanel(card: PackageCard) {
    return html`<div class="panel" role="group" aria-label=${this.words.correct.open(card.name)}>
      ${card.freeze ? html`<p class="small">${this.words.freeze.panel}</p>` : html`<desk-change-expiry .card=${card}></desk-change-expiry>`}
      ${card.status === 'expired' ? nothing : html`<desk-correct-sessions .card=${card}></desk-correct-sessions>`}
    </div>`;
  }

  #renderEnds(card: PackageCard) {
    const { words } = this;
    return html`<div class="ends spread small">
      <a href="${root}/packages/${card.id}/statement">${words.statement.open}</a>
      <desk-package-care .card=${card}></desk-package-care>
    </div>`;
  }

  #renderFacts(card: PackageCard) {
    const { words, language } = this;
    const used = card.services.reduce((sum, service) => sum + service.used, 0);
    const total = card.services.reduce((sum, service) => sum + service.total, 0);
    const tone = expiryTone(card.expiresOn, card.today, card.daysLeft ?? 0);
    return html`<div class="facts">
      <span class="quiet">${words.packages.bought(calendarDay(card.purchasedOn, language))}</span>
      ${
        card.expiresOn
          ? html`<span class=${tone}>${words.packages.expires(calendarDay(card.expiresOn, language), card.daysLeft ?? 0)}</span>`
          : html`<span class="quiet">${card.freeze && !card.freeze.until ? nothing : words.packages.never}</span>`
      }
      ${card.freeze ? html`<span>${freezeText(card.freeze, words, language)}</span>` : nothing}
      <span class="number">${words.packages.usedOf(used, total)}</span>
    </div>`;
  }

  #renderService(service: PackageService) {
    const { words } = this;
    return html`<div class="service-row" role="group" aria-label=${service.name}>
      <div>
        ${sessionBar(service, words)}
        ${service.proposed && this.shared.has(service.name) ? html`<p class="proposed small">${words.redeem.proposed}</p>` : nothing}
      </div>
      <desk-redeem-session .card=${this.card} .service=${service}></desk-redeem-session>
    </div>`;
  }
}
