import type { PackageCard as Card } from '@bookinda/contracts/packages/package';
import { expiryTone, warnDays } from '@bookinda/contracts/packages/package-status';
import type { PropertyDeclarations, PropertyValues } from 'lit';
import { EmbedElement, type Trouble } from '../embed-element.js';
import type { ActWords, CardLater } from './card-later.js';
import { cardStyles } from './card-styles.js';
import { cardView, kit } from './card-view.js';
import type { CheckWords } from './check/words.en.js';
import type { DeskCodeWords } from './desk-code/desk-code.js';
import type { HistoryWords } from './history/words.en.js';
import type { LivePackages, Watcher } from './live-packages.js';
import type { StatementWords } from './statement/words.en.js';
import { type CardWords, en } from './words.en.js';

type LaterWords = ActWords & DeskCodeWords & HistoryWords & CheckWords & StatementWords;

/**
 * WX-02: one package of the signed-in customer, live; its history, what is wrong with it, its renewal, its statement, the check of
 * a kept code (PK-16, PK-19, PK-21, PK-22). What staff do belongs to the console.
 *
 * @tag bookinda-package-card
 * @attr {string} site-key - the tenant's publishable key
 * @attr {string} token - customer token; read once and removed
 * @attr {string} lang - language; else the closest `[lang]`, else the browser's
 * @attr {auto|light|dark} theme - `auto` follows the page's `color-scheme`
 * @attr {normal|compact} density
 * @attr {boolean} isolate - inherit nothing from the page
 * @attr {string} dir - writing direction
 * @slot badge - before the badges
 * @slot details - after the details
 * @slot actions - buttons; one with `data-action` fires `bookinda-action`
 * @slot footer
 * @slot empty - instead of the words shown when there is no package
 * @slot error - instead of the words shown when loading failed
 * @csspart base
 * @csspart header
 * @csspart name
 * @csspart badge
 * @csspart badge-status
 * @csspart badge-payment
 * @csspart price
 * @csspart price-original
 * @csspart details
 * @csspart term
 * @csspart value
 * @csspart used
 * @csspart warning
 * @csspart services
 * @csspart service
 * @csspart service-name
 * @csspart service-count
 * @csspart progress
 * @csspart actions
 * @csspart error
 * @csspart retry
 * @csspart skeleton
 * @csspart action
 * @csspart action-history
 * @csspart action-renew
 * @csspart action-statement
 * @csspart action-pass
 * @csspart code
 * @csspart code-drawing
 * @csspart code-text
 * @csspart history
 * @csspart steps
 * @csspart step
 * @csspart step-name
 * @csspart step-after
 * @csspart step-reason
 * @csspart step-reached
 * @csspart reached
 * @csspart wrong
 * @csspart asked
 * @csspart more
 * @csspart ask
 * @csspart label
 * @csspart control
 * @csspart files
 * @csspart submit
 * @csspart cancel
 * @csspart status
 * @csspart check
 * @csspart check-form
 * @csspart verdict
 * @cssprop --bookinda-font
 * @cssprop --bookinda-color-text
 * @cssprop --bookinda-color-muted
 * @cssprop --bookinda-color-surface
 * @cssprop --bookinda-color-border
 * @cssprop --bookinda-color-primary
 * @cssprop --bookinda-color-on-primary
 * @cssprop --bookinda-color-danger
 * @cssprop --bookinda-color-warning
 * @cssprop --bookinda-color-success
 * @cssprop --bookinda-color-info
 * @cssprop --bookinda-color-focus
 * @cssprop --bookinda-radius
 * @cssprop --bookinda-space
 * @cssprop --bookinda-control-height
 * @cssprop --bookinda-max-width
 * @cssstate loading
 * @cssstate ready
 * @cssstate error
 * @cssstate offline
 * @cssstate active
 * @cssstate expired
 * @cssstate fully-used
 * @cssstate cancelled
 * @cssstate expiring
 * @fires {CustomEvent} bookinda-ready
 * @fires {CustomEvent} bookinda-error - `{ code, status, retryable }`
 * @fires {CustomEvent} bookinda-token-expired - set `token` again, unless `tokenProvider` does
 * @fires {CustomEvent} bookinda-load - `{ package }`, at first and after each change
 * @fires {CustomEvent} bookinda-action - cancelable; `{ action, package }`; of its own: `history`, `renew`, `statement`, `pass`
 * @fires {CustomEvent} bookinda-success - the salon has her question; `{ number, id, about }`
 * @fires {CustomEvent} bookinda-expiring - `{ days }`
 */
export class PackageCard extends EmbedElement<CardWords, LaterWords> implements Watcher {
  static override styles = cardStyles;
  static override properties: PropertyDeclarations = {
    packageId: { attribute: 'package-id' },
    view: {},
    showPrice: { attribute: 'show-price', converter: (value: string | null) => value !== 'false' },
    warnDays: { attribute: 'warn-days', type: Number },
    package: { attribute: false },
    loaded: { state: true },
    problem: { state: true },
  };

  packageId = '';
  view: 'full' | 'summary' = 'full';
  /** `show-price="false"` hides the price. */
  showPrice = true;
  /** The expiry shows amber within so many days. */
  warnDays = warnDays;
  /** Set it and nothing is fetched. */
  package?: Card;

  /** @internal */ loaded?: Card;
  /** @internal */ problem?: Trouble;
  /** @internal What a signed-in customer may ask about it. */ later?: CardLater;
  private source?: LivePackages;

  constructor() {
    super(en, { hu: () => import('./words.hu.js') });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unwatch();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('packageId') || changed.has('package') || this.otherCaller(changed)) {
      if (changed.get('packageId')) this.loaded = undefined;
      void this.watch();
    }
    const card = this.card;
    if (!card || !(changed.has('package') || changed.has('loaded') || changed.has('warnDays'))) return;
    const expiring = this.tone === 'amber';
    for (const status of ['active', 'expired', 'fully-used', 'cancelled']) this.mark(status, card.status === status);
    this.mark('expiring', expiring);
    this.be('ready');
    this.fire('load', { package: card });
    if (expiring) this.fire('expiring', { days: card.daysLeft });
  }

  protected override draw() {
    return cardView(this, this.words, this.language);
  }

  protected override firstUpdated(): void {
    this.fire('ready');
  }

  /** @internal What is shown. */
  get card(): Card | undefined {
    return this.package ?? this.loaded;
  }

  /** @internal PK-03; only a package that can still be used is about to expire. */
  get tone() {
    const { expiresOn, today, daysLeft, status } = this.card!;
    const tone = expiryTone(expiresOn, today, daysLeft ?? 0, this.warnDays);
    return tone === 'amber' && status !== 'active' ? 'none' : tone;
  }

  /** Asks for the package again. */
  reload(): void {
    this.problem = undefined;
    if (this.source) this.source.want(this.packageId);
    else void this.watch();
  }

  /** The customer has signed out of the page: forgets token, card and what is kept on the device. */
  signOut(): void {
    this.token = undefined;
    this.source?.signOut();
  }

  /** @internal */
  received(card: Card): void {
    const before = this.loaded;
    // An answer overtaken by a newer one.
    if (before?.id === card.id && before.version >= card.version) return;
    this.problem = undefined;
    this.loaded = card;
    this.later?.moved();
  }

  /** @internal */
  refused(problem: Trouble): void {
    // What is shown stays: a card that was right a minute ago beats an error.
    if (!this.loaded || problem.status === 404) {
      this.loaded = undefined;
      this.problem = problem;
    }
    this.mark('offline', !navigator.onLine);
    this.failed(problem);
  }

  /** @internal */
  expired({ code }: Trouble): void {
    this.fire('token-expired', { code });
  }

  /** @internal */
  acted(event: Event): void {
    const action = (event.target as Element).closest<HTMLElement>('[data-action]')?.dataset['action'];
    if (action && !this.fire('action', { action, package: this.card }, true)) event.preventDefault();
  }

  /** Joins the other cards' source; its code arrives after the first render. */
  private async watch(): Promise<void> {
    this.unwatch();
    const wanted = () => !this.package && this.packageId && this.isConnected;
    if (!wanted()) return;
    if (!this.loaded) this.be('loading');
    try {
      const { LivePackages } = await import('./live-packages.js');
      if (!wanted() || this.source) return;
      this.source = LivePackages.behind(this, this.language);
      this.source.join(this);
      this.later = this.source.later(this, kit);
      this.requestUpdate();
    } catch {
      this.refused({ code: 'network', status: 0, retryable: true });
    }
  }

  private unwatch(): void {
    this.source?.leave(this);
    this.source = this.later = undefined;
  }
}
