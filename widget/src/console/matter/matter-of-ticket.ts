import type { PackageMatter } from '@bookinda/contracts/packages/package-matter';
import { readPackageMatter } from '@bookinda/contracts/packages/routes';
import type { TicketDetail } from '@bookinda/contracts/support/ticket';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { ask, here } from '../shell/here.js';
import { gathered, hearChanges } from '../shell/live.js';

/** PK-21: what the shown ticket is about, read anew when the ticket or its package moved. */
export class MatterOfTicket implements ReactiveController {
  matter: PackageMatter | null = null;
  #ticket: TicketDetail | null = null;
  #stop: () => void = () => undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    const { session } = here;
    const refresh = gathered(() => this.#read());
    if (session)
      this.#stop = hearChanges(
        '/v1/events',
        `${session.tenant.id}:${session.person.id}`,
        (change) => change.package !== null && change.package === this.#ticket?.about?.packageId,
        refresh,
      );
  }

  hostDisconnected(): void {
    this.#stop();
  }

  /** Tells which ticket is shown, as it stands. */
  follow(ticket: TicketDetail): void {
    const known = this.#ticket?.id === ticket.id;
    if (!known) this.matter = null;
    const moved = !known || this.#ticket?.seen !== ticket.seen;
    this.#ticket = ticket;
    if (ticket.about && (moved || !this.matter)) this.#read();
  }

  async #read(): Promise<void> {
    const ticket = this.#ticket;
    if (!ticket?.about) return;
    // A panel that cannot be read leaves a ticket that can be answered.
    const matter = await ask(readPackageMatter, undefined, { params: { id: ticket.id } }).catch(() => null);
    if (!matter || this.#ticket?.id !== ticket.id) return;
    this.matter = matter;
    this.host.requestUpdate();
  }
}
