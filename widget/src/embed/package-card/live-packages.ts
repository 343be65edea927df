import type { CustomerCode } from '@bookinda/contracts/customers/customer-code';
import { showOwnCode } from '@bookinda/contracts/customers/routes';
import type { OpenPackageTicket } from '@bookinda/contracts/packages/open-package-ticket.dto';
import type { OwnHistoryPage, PackageCard, Verification } from '@bookinda/contracts/packages/package';
import {
  listOwnHistory,
  listOwnPackages,
  openPackageTicket,
  verifyOwnPackage,
} from '@bookinda/contracts/packages/routes';
import { readEmbedConfig } from '@bookinda/contracts/support/routes';
import type { EmbedConfig, TicketReceipt } from '@bookinda/contracts/support/ticket';
import { ProblemError } from '../../platform/call.js';
import { streamChanges } from '../../platform/events.js';
import { announce } from '../announce.js';
import { DraftShelf, forgetDrafts, personOf } from '../draft-shelf.js';
import { EmbedCaller, type TokenProvider } from '../embed-caller.js';
import { CardLater } from './card-later.js';
import type { Kit } from './card-view.js';
import type { PackageCard as CardElement } from './package-card.js';
import type { CardWords } from './words.en.js';

/** A card on the page, as its source sees it. */
export interface Watcher {
  packageId: string;
  readonly loaded?: PackageCard;
  say(name: keyof CardWords, facts: Record<string, string | number>): string;
  received(card: PackageCard): void;
  refused(problem: ProblemError): void;
  expired(problem: ProblemError): void;
}

export interface Door {
  api: string;
  siteKey: string;
  token?: string;
  tokenProvider?: TokenProvider;
}

const sources: LivePackages[] = [];

/** All cards of one customer on a page: one batched request, one event stream, ended when the last card leaves. */
export class LivePackages {
  private readonly watchers = new Set<Watcher>();
  private readonly wanted = new Set<string>();
  readonly caller: EmbedCaller;
  private end?: () => void;
  private asking = false;

  private constructor(
    private readonly door: Door,
    language: string,
  ) {
    this.caller = new EmbedCaller(door.api, door.siteKey, language, door.token, door.tokenProvider);
    this.caller.changed = () => this.showAnew();
    this.caller.expired = (problem) => {
      for (const watcher of this.watchers) watcher.expired(problem);
    };
  }

  /** The source behind `door`, shared by every card that comes through the same one. */
  static behind(door: Door, language: string): LivePackages {
    // A provider speaks for one person, whatever token it gave last.
    const same = (other: Door) =>
      other.api === door.api &&
      other.siteKey === door.siteKey &&
      other.tokenProvider === door.tokenProvider &&
      (door.tokenProvider || other.token === door.token);
    const { api, siteKey, token, tokenProvider } = door;
    let source = sources.find((known) => same(known.door));
    if (!source) {
      source = new LivePackages({ api, siteKey, token, tokenProvider }, language);
      sources.push(source);
    }
    return source;
  }

  /** What the customer may ask about the package of `card`. */
  later(card: CardElement, kit: Kit): CardLater {
    return new CardLater(card, kit, this);
  }

  /** Where words of hers about `subject` wait until they are sent. */
  shelf<Draft extends { at: number }>(subject: string): DraftShelf<Draft> {
    return new DraftShelf(this.door.siteKey, `${personOf(this.caller.token)}:${subject}`);
  }

  /** PK-21: newest first. */
  history(id: string, limit: number, after?: string): Promise<OwnHistoryPage> {
    return this.caller.call(listOwnHistory, { limit, after }, { params: { id } });
  }

  /** PK-21, PK-19. */
  async openTicket(id: string, wish: OpenPackageTicket, idempotencyKey: string): Promise<TicketReceipt> {
    // In the name of who wrote it, or not at all.
    const before = personOf(this.caller.token);
    if ((await this.caller.person()) !== before) {
      this.showAnew();
      throw new ProblemError(401, { code: 'token-invalid' });
    }
    return this.caller.call(openPackageTicket, wish, { params: { id }, idempotencyKey });
  }

  /** PK-22. */
  verify(id: string, head: string): Promise<Verification> {
    return this.caller.call(verifyOwnPackage, { head }, { params: { id } });
  }

  /** PK-07. */
  deskCode(): Promise<CustomerCode> {
    return this.caller.call(showOwnCode);
  }

  salon(): Promise<EmbedConfig> {
    return this.caller.call(readEmbedConfig);
  }

  join(watcher: Watcher): void {
    this.watchers.add(watcher);
    this.want(watcher.packageId);
    this.end ??= streamChanges({
      url: `${this.door.api}/v1/embed/events`,
      headers: () => this.caller.headers(),
      renew: () => this.caller.renew(new ProblemError(401, { code: 'token-expired' })),
      heard: (change) => change.package && this.shows(change.package) && this.want(change.package),
      resumed: () => {
        for (const { packageId } of this.watchers) this.want(packageId);
      },
    });
  }

  /** The page speaks for another customer: what is shown of the former one goes. */
  private showAnew(): void {
    for (const watcher of this.watchers) {
      watcher.refused(new ProblemError(404, { code: 'not-found' }));
      this.want(watcher.packageId);
    }
  }

  /** The customer has left the page: nothing of hers stays on it or on the device. */
  signOut(): void {
    forgetDrafts(this.door.siteKey, personOf(this.caller.token));
    this.caller.token = undefined;
    this.showAnew();
  }

  leave(watcher: Watcher): void {
    if (!this.watchers.delete(watcher) || this.watchers.size) return;
    this.end?.();
    this.end = undefined;
    sources.splice(sources.indexOf(this), 1);
  }

  /** Asks for it with whatever else is wanted in the same moment; while one request runs, the next one gathers. */
  want(id: string): void {
    this.wanted.add(id);
    if (this.asking) return;
    this.asking = true;
    setTimeout(() => this.ask());
  }

  private shows(id: string): boolean {
    return [...this.watchers].some(({ packageId }) => packageId === id);
  }

  private async ask(): Promise<void> {
    for (let ids = [...this.wanted].slice(0, 100); ids.length; ids = [...this.wanted].slice(0, 100)) {
      for (const id of ids) this.wanted.delete(id);
      let found: Map<string, PackageCard> | undefined;
      let problem = new ProblemError(404, { code: 'not-found' });
      try {
        const { items } = await this.caller.call(listOwnPackages, { ids: ids.join() });
        found = new Map(items.map((card) => [card.id, card]));
      } catch (error) {
        problem = error as ProblemError;
      }
      for (const watcher of this.watchers) {
        if (!ids.includes(watcher.packageId)) continue;
        const card = found?.get(watcher.packageId);
        if (card) {
          tellChange(watcher, card);
          watcher.received(card);
        } else watcher.refused(problem);
      }
    }
    this.asking = false;
  }
}

/** WX-05: what moved on the card is said, not only drawn. */
function tellChange(watcher: Watcher, card: PackageCard): void {
  const { loaded } = watcher;
  if (loaded?.id !== card.id || loaded.version >= card.version) return;
  for (const { id, name, remaining, total } of card.services) {
    const before = loaded.services.find((service) => service.id === id);
    if (before?.remaining !== remaining) announce(watcher.say('changed', { name, n: remaining, max: total }));
  }
}
