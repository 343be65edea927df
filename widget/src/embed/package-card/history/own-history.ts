import type { OwnHistoryEntry } from '@bookinda/contracts/packages/package';
import type { TicketReceipt } from '@bookinda/contracts/support/ticket';
import type { ProblemError } from '../../../platform/call.js';
import type { CardLater } from '../card-later.js';
import type { CodeCheck } from '../check/code-check.js';
import { AskSalon } from './ask-salon.js';
import { askView } from './ask-view.js';
import { historySheet } from './history-styles.js';
import { historyView } from './history-view.js';
import { StepReader, type StepWords } from './step-words.js';
import { en } from './words.en.js';

const first = 10;
const most = 100;

/** PK-16, PK-21: one package's history as its customer reads it, newest first, and what she asks about it. */
export class OwnHistory {
  shown = false;
  steps?: OwnHistoryEntry[];
  next: string | null = null;
  /** The check code now. */
  head = '';
  /** The salon's, which its moments are in. */
  private timeZone?: string;
  /** The step that a code she checked reaches to. */
  reached?: string;
  failed = false;
  busy = false;
  renewal?: AskSalon;
  check?: CodeCheck;
  readonly say = (...said: Parameters<StepReader['say']>): string => this.reader.say(...said);
  private readonly disputes = new Map<string, AskSalon>();
  /** It changed while she wrote. */
  private stale = false;

  private constructor(
    readonly later: CardLater,
    public reader: StepReader,
  ) {
    const { adoptedStyleSheets } = later.card.shadowRoot!;
    if (!adoptedStyleSheets.includes(historySheet)) adoptedStyleSheets.push(historySheet);
  }

  static async of(later: CardLater): Promise<OwnHistory> {
    return new OwnHistory(later, await readerOf(later, undefined));
  }

  get packageId(): string {
    return this.later.card.packageId;
  }

  get words(): StepWords {
    return this.reader.words;
  }

  draw(): void {
    this.later.card.requestUpdate();
  }

  view() {
    const { html } = this.later.kit;
    const { card } = this.later;
    const { language, timeZone } = this.reader;
    if (language !== card.language || timeZone !== this.timeZone) void this.speak();
    return html`${this.renewal && askView(this, this.renewal)}${this.shown ? historyView(this) : ''}`;
  }

  toggle(): Promise<void> | undefined {
    this.shown = !this.shown;
    this.draw();
    return this.shown ? this.refresh() : undefined;
  }

  /** Reads as much as is shown anew; what failed says so only where nothing could be shown. */
  async refresh(): Promise<void> {
    if (!this.shown) return;
    // A row that slips in above would take the field from under her fingers.
    this.stale = [...this.disputes.values()].some(({ shown }) => shown);
    if (this.stale) return;
    const limit = this.steps ? Math.min(most, this.steps.length + 1) : first;
    await this.read(limit, undefined);
  }

  async more(): Promise<void> {
    if (!this.busy) await this.read(most / 2, this.next ?? undefined);
  }

  /** The question about this step, closed at first. */
  disputeOf({ id }: OwnHistoryEntry): AskSalon | undefined {
    return this.disputes.get(id);
  }

  async dispute(step: OwnHistoryEntry): Promise<void> {
    const ask = this.disputes.get(step.id) ?? new AskSalon(this, 'dispute', step.id);
    this.disputes.set(step.id, ask);
    await this.open(ask);
  }

  async renew(): Promise<void> {
    this.renewal ??= new AskSalon(this, 'renewal');
    if (this.renewal.shown) await this.close(this.renewal);
    else await this.open(this.renewal);
  }

  async close(ask: AskSalon): Promise<void> {
    ask.shown = false;
    this.draw();
    if (this.stale) await this.refresh();
    await this.focus(ask === this.renewal ? '[data-own=renew]' : `[data-ask="${ask.id}"]`);
  }

  /** The salon has it: said, shown on its row, told to the page. */
  async told(ask: AskSalon, ticket: Pick<TicketReceipt, 'id' | 'number'>): Promise<void> {
    const { card, announce } = this.later;
    ask.shown = false;
    for (const step of this.steps ?? []) if (this.disputes.get(step.id) === ask) step.ticket = ticket;
    announce(this.say(ask === this.renewal ? 'gotIt' : 'asked', { number: ticket.number }));
    card.fire('success', { ...ticket, about: ask.about });
    this.draw();
    if (this.stale) await this.refresh();
    await this.focus(`[data-told="${ask.id}"]`);
  }

  /** Every step, oldest first. */
  async all(): Promise<OwnHistoryEntry[]> {
    const steps: OwnHistoryEntry[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const page = await this.ask(most, after);
      steps.push(...page.items);
      ({ head: this.head, next: after } = page);
    }
    return steps.reverse();
  }

  async focus(what: string): Promise<void> {
    await this.later.card.updateComplete;
    this.later.card.shadowRoot!.querySelector<HTMLElement>(what)?.focus();
  }

  private async open(ask: AskSalon): Promise<void> {
    for (const other of [this.renewal, ...this.disputes.values()]) if (other) other.shown = other === ask;
    this.draw();
    await this.focus(`[id="${ask.id}"]`);
  }

  private async read(limit: number, after: string | undefined): Promise<void> {
    this.busy = true;
    this.failed = false;
    this.draw();
    try {
      const page = await this.ask(limit, after);
      this.steps = after ? [...(this.steps ?? []), ...page.items] : page.items;
      this.next = page.next;
      this.head = page.head;
    } catch (error) {
      const { code, status, retryable } = error as ProblemError;
      this.failed = true;
      this.later.card.fire('error', { code, status, retryable });
    }
    this.busy = false;
    this.draw();
  }

  private async ask(limit: number, after: string | undefined) {
    const page = await this.later.source.history(this.packageId, limit, after);
    this.timeZone = page.timeZone;
    if (this.reader.timeZone !== this.timeZone) this.reader = await readerOf(this.later, this.timeZone);
    return page;
  }

  private async speak(): Promise<void> {
    this.reader = await readerOf(this.later, this.timeZone);
    this.check = undefined;
    this.draw();
  }
}

async function readerOf(later: CardLater, timeZone: string | undefined): Promise<StepReader> {
  const { card } = later;
  // Before the wait: the language may change meanwhile, and is then asked for again.
  const { language } = card;
  return new StepReader(await later.spoken(en, () => import('./words.hu.js')), language, later.kit, timeZone);
}
