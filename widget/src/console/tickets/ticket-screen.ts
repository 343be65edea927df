import { limits } from '@bookinda/contracts/limits';
import type { Remedy } from '@bookinda/contracts/packages/package-matter';
import { settlePackageMatter } from '@bookinda/contracts/packages/routes';
import type { MoveTicket } from '@bookinda/contracts/support/move-ticket.dto';
import {
  assignTicket,
  editTicket,
  endTicketLinks,
  listMessages,
  moveTicket,
  noteOnTicket,
  readTicket,
  replyToTicket,
  uploadDeskFile,
} from '@bookinda/contracts/support/routes';
import type { Message, TicketDetail, TicketState } from '@bookinda/contracts/support/ticket';
import { type Act, type Resolution, resolutions } from '@bookinda/contracts/support/ticket-lifecycle';
import { localized } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/drawer/drawer.js';
import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import { html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ProblemError } from '../../platform/problem-error.js';
import { icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import '../look/when.js';
import { MatterOfTicket } from '../matter/matter-of-ticket.js';
import '../matter/package-matter-panel.js';
import '../matter/remedy-chooser.js';
import type { RemedyChooser } from '../matter/remedy-chooser.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask, here, inTenant, knowDesk, noticeProblem, sessionHeaders } from '../shell/here.js';
import { gathered } from '../shell/live.js';
import { go, root } from '../shell/router.js';
import { onShortcuts } from '../shell/shortcuts.js';
import { refusalText, say, sayRefusal } from '../shell/toasts.js';
import '../thread/composer.js';
import type { Composer, Outgoing } from '../thread/composer.js';
import { draftKeyOf } from '../thread/draft.js';
import { withEarlier } from '../thread/merge-messages.js';
import '../thread/ticket-thread.js';
import './activity-list.js';
import './customer-panel.js';
import { whenClosed } from '../shell/when-closed.js';
import { ticketStyles } from './ticket-screen.styles.js';
import { addressBadge, statusBadge } from './ticket-words.js';

const filesOfDesk = { address: (id: string) => inTenant(`/v1/files/${id}`) };
const uploadsOfDesk = { route: uploadDeskFile, headers: sessionHeaders, refused: noticeProblem };

/** One ticket at the desk: thread, composer, facts, activity, and the customer beside it. Opening it changes nothing. */
@customElement('desk-ticket')
export class TicketScreen extends DeskElement {
  static override styles = [sheet, ticketStyles];

  @property() ticketId = '';
  @state() private ticket: TicketDetail | null = null;
  @state() private refusal = '';
  @state() private editing = false;
  @state() private drawer = false;
  @state() private newer: Message[] = [];
  @state() private remedy: Remedy | null = null;
  @query('desk-composer') private composer?: Composer;
  @query('desk-remedy') private chooser?: RemedyChooser;
  readonly #matter = new MatterOfTicket(this);
  #stops: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    knowDesk();
    const refresh = gathered(() => this.#read());
    this.hear((change) => change.ticket === this.ticketId, refresh);
    this.#stops = [
      onShortcuts({
        r: () => this.composer?.write('reply'),
        s: () => this.#settle(),
        n: () => this.composer?.write('note'),
        a: () => this.#take(),
        u: () => go('/tickets'),
      }),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('ticketId') && this.ticketId) {
      this.ticket = null;
      this.newer = [];
      this.#read();
    }
  }

  async #read(): Promise<void> {
    const id = this.ticketId;
    try {
      const ticket = await ask(readTicket, undefined, { params: { id } });
      if (id !== this.ticketId) return;
      this.ticket = withEarlier(this.ticket, ticket);
      this.#matter.follow(ticket);
      this.refusal = '';
      document.title = `${ticket.number} ${ticket.subject}`;
    } catch (error) {
      if (!this.ticket) this.refusal = refusalText(error);
    }
  }

  async #earlier(): Promise<void> {
    const { ticket } = this;
    if (!ticket?.earlier) return;
    try {
      const page = await ask(listMessages, { after: ticket.earlier }, { params: { id: ticket.id } });
      const before = page.items.toSorted((a, b) => a.at.localeCompare(b.at));
      this.ticket = { ...ticket, messages: [...before, ...ticket.messages], earlier: page.next };
    } catch (error) {
      sayRefusal(error);
    }
  }

  /** Does one verb and reads the ticket anew; the answer's `seen` stands until then. */
  async #do(verb: () => Promise<TicketState>, done = ''): Promise<void> {
    try {
      const state = await verb();
      if (this.ticket) this.ticket = { ...this.ticket, seen: state.seen };
      if (done) say(done);
    } catch (error) {
      sayRefusal(error);
    }
    await this.#read();
  }

  #take(): void {
    const { session } = this;
    if (this.ticket?.assignee?.id === session.person.id) return;
    this.#assign(session.person.id);
  }

  #assign(assignee: string | null): Promise<void> {
    return this.#do(
      () => ask(assignTicket, { assignee }, { params: { id: this.ticketId } }),
      assignee === this.session.person.id ? this.words.ticket.taken : '',
    );
  }

  #edit(changes: { subject?: string; category?: string }): Promise<void> {
    this.editing = false;
    return this.#do(() => ask(editTicket, changes, { params: { id: this.ticketId } }));
  }

  #move(act: Act, resolution?: Resolution): Promise<void> {
    const input = { act: act as MoveTicket['act'], ...(resolution ? { resolution } : {}) };
    return this.#do(() => ask(moveTicket, input, { params: { id: this.ticketId } }));
  }

  async #endLinks(): Promise<void> {
    await ask(endTicketLinks, undefined, { params: { id: this.ticketId } }).then(
      () => say(this.words.ticket.linksEnded),
      sayRefusal,
    );
    await this.#read();
  }

  #send = async ({ tab, body, uploads, resolve, force, key }: Outgoing): Promise<void> => {
    const { ticket } = this;
    if (!ticket) return;
    const options = { params: { id: ticket.id }, idempotencyKey: key };
    const files = uploads.length > 0 ? { uploads } : {};
    const remedy = tab === 'reply' ? await this.chooser?.ready() : null;
    // The field says what is wrong.
    if (remedy === 'wrong') throw new Error('');
    try {
      if (tab === 'note') await ask(noteOnTicket, { body, ...files }, options);
      else {
        const reply = {
          body,
          ...files,
          ...(resolve ? { resolve } : {}),
          ...(force ? { force } : { seen: ticket.seen }),
        };
        if (remedy) await ask(settlePackageMatter, { ...reply, ...remedy }, options);
        else await ask(replyToTicket, reply, options);
      }
      this.newer = [];
    } catch (error) {
      this.#refused(error);
    }
    if (remedy) this.chooser?.clear();
    await this.#read();
    const { words } = this;
    say(tab === 'note' ? words.ticket.noted : remedy ? words.matter.done : words.ticket.replied);
  };

  /** PK-21: to the choice of a remedy. */
  async #settle(): Promise<void> {
    if (!this.chooser) return;
    await this.composer?.write('reply');
    this.chooser.focus();
  }

  #refused(error: unknown): never {
    // Without an answer it may have happened all the same: only a refusal makes the next try another one.
    if (this.remedy && error instanceof ProblemError && error.status !== 0) {
      this.composer?.renew();
      if (error.code !== 'newer-activity') this.#read();
    }
    if (error instanceof ProblemError && error.code === 'newer-activity') {
      this.newer = (error.problem.messages as Message[] | undefined) ?? [];
      this.#read();
    }
    throw new Error(refusalText(error));
  }

  override render() {
    const { ticket, words } = this;
    if (!ticket) return this.refusal ? this.#renderRefusal() : this.#renderBones();
    return html`<div class="page">
      <a class="back" href="${root}/tickets">${icon('back', 16)} ${words.sections.tickets}</a>
      ${this.#renderHead(ticket)}
      <div class="columns">
        <div class="stack">
          <desk-thread .messages=${ticket.messages} .earlier=${ticket.earlier} .files=${filesOfDesk} @desk-earlier=${this.#earlier}></desk-thread>
          ${this.#renderWriting(ticket)}
          <desk-activity .ticketId=${ticket.id} .version=${ticket.seen}></desk-activity>
        </div>
        <aside aria-label=${this.#asideLabel}>${this.#renderAside(ticket)}</aside>
      </div>
      ${
        this.drawer
          ? html`<wa-drawer open light-dismiss label=${this.#asideLabel} @wa-after-hide=${whenClosed(() => {
              this.drawer = false;
            })}>
            ${this.#renderAside(ticket)}
          </wa-drawer>`
          : nothing
      }
    </div>`;
  }

  get #asideLabel(): string {
    return this.#matter.matter ? this.words.matter.drawer : this.words.customer.title;
  }

  #renderAside(ticket: TicketDetail) {
    const { matter } = this.#matter;
    return html`${matter ? html`<desk-package-matter .matter=${matter}></desk-package-matter>` : nothing}
      <desk-customer-panel class=${matter ? 'second' : ''} .ticket=${ticket}></desk-customer-panel>`;
  }

  #renderRefusal() {
    return html`<div class="empty">
      <h2>${this.words.ticket.notFound}</h2>
      <p>${this.refusal}</p>
      <a href="${root}/tickets">${this.words.sections.tickets}</a>
    </div>`;
  }

  #renderBones() {
    return html`<div class="page stack" aria-busy="true" aria-label=${this.words.common.loading}>
      <div class="bone" style="width:40%;height:24px"></div>
      <div class="bone" style="width:64%"></div>
      <div class="card padded stack"><div class="bone"></div><div class="bone" style="width:80%"></div><div class="bone" style="width:56%"></div></div>
    </div>`;
  }

  #renderHead(ticket: TicketDetail) {
    const { words, language } = this;
    return html`<div class="head">
      <div class="title">${this.editing ? this.#renderSubjectField(ticket) : this.#renderSubject(ticket)}</div>
      <div class="acts row">
        ${ticket.assignee?.id === this.session.person.id ? nothing : html`<wa-button size="s" variant="brand" appearance=${ticket.assignee ? 'outlined' : 'accent'} @click=${this.#take}>${words.ticket.take}</wa-button>`}
        ${ticket.moves.map((act) => this.#renderMove(act))}
        ${this.#renderMore()}
        <wa-button class="person" size="s" appearance="outlined" @click=${() => (this.drawer = true)}>${this.#asideLabel}</wa-button>
      </div>
      <div class="facts row">
        <span data-testid="ticket-status">${statusBadge(here.desk, ticket.status, language, 'desk')}</span>
        ${addressBadge(ticket.address, words.customer.address)}
        ${ticket.resolution ? html`<span class="quiet small">${words.resolutions[ticket.resolution]}</span>` : nothing}
        ${this.#renderCategory(ticket)} ${this.#renderAssignee(ticket)}
        ${ticket.reopenedCount ? html`<span class="quiet small">${words.ticket.reopened(ticket.reopenedCount)}</span>` : nothing}
        ${ticket.followUpOf ? html`<a class="small" href="${root}/tickets/${ticket.followUpOf.id}">${words.ticket.followUpOf(ticket.followUpOf.number)}</a>` : nothing}
        ${ticket.reference ? html`<span class="quiet small">${words.ticket.reference(ticket.reference)}</span>` : nothing}
        ${ticket.closingReason ? html`<span class="quiet small">${words.ticket.closedBecause(ticket.closingReason)}</span>` : nothing}
      </div>
    </div>`;
  }

  #renderSubject(ticket: TicketDetail) {
    return html`<h1><span class="quiet number">${ticket.number}</span> ${ticket.subject}</h1>
      <button type="button" class="plain" aria-label=${this.words.ticket.editSubject} @click=${() => (this.editing = true)}>${icon('pencil', 16)}</button>`;
  }

  #renderSubjectField(ticket: TicketDetail) {
    const words = this.words.ticket;
    const save = (event: SubmitEvent) => {
      event.preventDefault();
      const subject = String(new FormData(event.target as HTMLFormElement).get('subject') ?? '').trim();
      if (subject && subject !== ticket.subject) this.#edit({ subject });
      else this.editing = false;
    };
    return html`<form class="subject-form row" @submit=${save} @keydown=${this.#escape}>
      <input name="subject" aria-label=${words.subject} maxlength=${limits.subject} .value=${ticket.subject} autofocus />
      <wa-button size="s" type="submit" variant="brand">${this.words.common.save}</wa-button>
      <wa-button size="s" appearance="plain" @click=${() => (this.editing = false)}>${this.words.common.cancel}</wa-button>
    </form>`;
  }

  #escape(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.editing = false;
  }

  #renderMove(act: Act) {
    const { words } = this;
    if (act !== 'desk-resolves')
      return html`<wa-button size="s" appearance="outlined" @click=${() => this.#move(act)}>${words.moves[act] ?? act}</wa-button>`;
    return html`<wa-dropdown size="s" placement="bottom-end" @wa-select=${(event: CustomEvent<{ item: { value: Resolution } }>) => this.#move(act, event.detail.item.value)}>
      <wa-button slot="trigger" size="s" appearance="outlined" with-caret>${words.moves[act]}</wa-button>
      ${resolutions.map((resolution) => html`<wa-dropdown-item value=${resolution}>${words.resolutions[resolution]}</wa-dropdown-item>`)}
    </wa-dropdown>`;
  }

  #renderMore() {
    const words = this.words.ticket;
    return html`<wa-dropdown size="s" placement="bottom-end" @wa-select=${this.#endLinks}>
      <wa-button slot="trigger" size="s" appearance="outlined" with-caret>${words.more}</wa-button>
      <wa-dropdown-item value="end-links">${words.endLinks}</wa-dropdown-item>
    </wa-dropdown>`;
  }

  #renderCategory(ticket: TicketDetail) {
    return html`<wa-select class="fact" size="s" label=${this.words.tickets.category} .value=${ticket.category} @change=${(event: Event) => this.#edit({ category: (event.target as HTMLSelectElement).value })}>
      <span slot="start">${this.words.tickets.category}</span>
      ${(here.desk?.categories ?? []).map(({ code, label }) => html`<wa-option value=${code}>${localized(label, this.language)}</wa-option>`)}
    </wa-select>`;
  }

  #renderAssignee(ticket: TicketDetail) {
    const { words } = this;
    const choose = (event: Event) => {
      const { value } = event.target as HTMLSelectElement;
      this.#assign(value === 'nobody' ? null : value);
    };
    const members = here.desk?.members ?? [];
    const gone = ticket.assignee && !members.some(({ id }) => id === ticket.assignee?.id) ? [ticket.assignee] : [];
    return html`<wa-select class="fact" size="s" label=${words.tickets.assignee} .value=${ticket.assignee?.id ?? 'nobody'} @change=${choose}>
      <span slot="start">${words.tickets.assignee}</span>
      <wa-option value="nobody">${words.tickets.nobody}</wa-option>
      ${[...members, ...gone].map(({ id, name }) => html`<wa-option value=${id}>${name}</wa-option>`)}
    </wa-select>`;
  }

  #renderWriting(ticket: TicketDetail) {
    const { words, remedy } = this;
    const { matter } = this.#matter;
    const mayResolve = ticket.moves.includes('desk-resolves');
    return html`${
      this.newer.length > 0
        ? html`<section class="notice warn newer" role="alert">
            <div class="stack tight grow">
              <strong>${words.ticket.newer}</strong>
              ${this.newer.map((message) => html`<blockquote><span class="small">${message.author}</span><br />${message.body}</blockquote>`)}
              <div class="row">
                <wa-button size="s" variant="warning" @click=${() => this.composer?.sendAnyway()}>${words.ticket.sendAnyway}</wa-button>
                <wa-button size="s" appearance="plain" @click=${() => (this.newer = [])}>${words.ticket.keepWriting}</wa-button>
              </div>
            </div>
          </section>`
        : nothing
    }
      ${ticket.open ? nothing : html`<p class="notice">${words.ticket.closedNotice}</p>`}
      <desk-composer
        desk ?notesOnly=${!ticket.open} ?mayResolve=${mayResolve && !remedy} .sendLabel=${remedy ? words.matter.send[remedy] : ''}
        .draftKey=${draftKeyOf(this.session, ticket.id)} .uploads=${uploadsOfDesk} .send=${this.#send}
        @desk-remedy=${() => (this.remedy = this.chooser?.chosen ?? null)}
      >${matter && ticket.open ? html`<desk-remedy slot="with-reply" .matter=${matter} ?mayResolve=${mayResolve}></desk-remedy>` : nothing}</desk-composer>`;
  }
}
