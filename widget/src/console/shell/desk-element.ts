import type { Session } from '@bookinda/contracts/identity/session';
import type { LiveChange } from '@bookinda/contracts/notifications/live';
import type { Language } from '@bookinda/contracts/values';
import { LitElement } from 'lit';
import type { Words } from '../words/en.js';
import { spoken } from '../words/words.js';
import { type Here, here, onHere } from './here.js';
import { hearChanges } from './live.js';

/** What every part of the console is built on: the words of the chosen language and what is known here and now. */
export abstract class DeskElement extends LitElement {
  #stops: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stops.push(onHere(() => this.requestUpdate()));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops.splice(0)) stop();
  }

  /**
   * NT-03: calls `refresh` when something changes at the session's tenant that concerns this part, for as long as it is on the page. To be
   * called when it gets there.
   */
  protected hear(concerns: (change: LiveChange) => unknown, refresh: () => unknown): void {
    const { tenant, person } = this.session;
    this.#stops.push(hearChanges('/v1/events', `${tenant.id}:${person.id}`, concerns, refresh));
  }

  protected get words(): Words {
    return spoken().words;
  }

  protected get language(): Language {
    return spoken().language;
  }

  protected get here(): Here {
    return here;
  }

  /** Only for screens behind the sign-in. */
  protected get session(): Session {
    if (!here.session) throw new Error('nobody is signed in');
    return here.session;
  }

  protected emit(name: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
