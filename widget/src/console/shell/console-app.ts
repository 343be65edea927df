import { chooseLanguage, signOut, switchTenant } from '@bookinda/contracts/identity/routes';
import type { PackageCard } from '@bookinda/contracts/packages/package';
import { countSupportRequests, countTickets } from '@bookinda/contracts/support/routes';
import type { Language } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { onePressOneAct } from '../../platform/one-press.js';
import { ProblemError } from '../../platform/problem-error.js';
import { icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import { chooseTheme, chosenTheme, type Theme, themes } from '../look/theme.js';
import { speak, startingLanguage } from '../words/words.js';
import { consoleStyles } from './console-app.styles.js';
import { DeskElement } from './desk-element.js';
import { ask, enter, here, knowDesk, leave, nowHere, proveBy, resume, showsSupport, showsTickets } from './here.js';
import { gathered, hearChanges, type LiveScope } from './live.js';
import { currentPath, go, onNavigate, root, startRouter } from './router.js';
import { type Found, homeOf, screenAt, sections } from './screens.js';
import { onShortcuts } from './shortcuts.js';
import { say, sayRefusal } from './toasts.js';
import './toasts.js';

/** Pages that work without a session; the token stands in the fragment, which no server log sees. */
const doors: Record<string, { load: () => Promise<unknown>; show: () => TemplateResult }> = {
  '/reset': {
    load: () => import('./reset-password-page.js'),
    show: () => html`<desk-reset-password></desk-reset-password>`,
  },
  '/invitation': {
    load: () => import('./accept-invitation-page.js'),
    show: () => html`<desk-accept-invitation></desk-accept-invitation>`,
  },
};

/** The console: header, sections, and the screen of the current path. */
@customElement('desk-console')
export class ConsoleApp extends DeskElement {
  static override styles = [sheet, consoleStyles];

  @state() private ready = false;
  @state() private broken = false;
  /** The part that did not arrive: the network is away, or the page is older than the server. */
  @state() private lost?: unknown;
  @state() private path = '/';
  @state() private dialog: '' | 'account' | 'palette' | 'help' = '';
  #loaded = new Set<unknown>();
  #deaf: (() => void)[] = [];
  #listeningAs = '';

  override connectedCallback(): void {
    super.connectedCallback();
    onePressOneAct(window);
    addEventListener('unhandledrejection', this.#sayLostPart);
    startRouter();
    proveBy(() => import('./prove-password-dialog.js').then(({ askForPassword }) => askForPassword()));
    onNavigate(() => this.#arrive(true));
    onShortcuts({ '?': () => this.#openDialog('help') });
    addEventListener('keydown', (event) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || !here.session || here.expired) return;
      event.preventDefault();
      this.#openDialog('palette');
    });
    // PK-19: whoever emits it asks for the same package again: the button after a last session, a ticket about it.
    this.addEventListener('desk-renew', (event) =>
      import('../packages/open-renewal.js').then(({ openRenewal }) =>
        openRenewal((event as CustomEvent<PackageCard>).detail),
      ),
    );
    this.#start();
  }

  async #start(): Promise<void> {
    this.broken = false;
    try {
      await speak(startingLanguage());
      this.#arrive(false);
      if (!doors[this.path]) await resume();
    } catch {
      this.broken = true;
    }
    this.ready = true;
  }

  /** The path has changed: focus follows to the content, as a page load would do. */
  #arrive(moved: boolean): void {
    this.path = currentPath();
    if (moved)
      this.updateComplete.then(() =>
        this.renderRoot.querySelector<HTMLElement>('main')?.focus({ preventScroll: true }),
      );
  }

  override willUpdate(): void {
    const { session } = here;
    const who: LiveScope | '' = session ? `${session.tenant.id}:${session.person.id}` : '';
    if (who === this.#listeningAs) return;
    this.#listeningAs = who;
    for (const stop of this.#deaf) stop();
    this.#deaf = [];
    if (!session || !who) return;
    if (this.path === '/') go(homeOf(session), { replace: true });
    if (showsTickets(session)) {
      const count = gathered(() =>
        ask(countTickets)
          .then((ticketCounts) => nowHere({ ticketCounts }))
          .catch(() => undefined),
      );
      count();
      knowDesk();
      this.#deaf.push(hearChanges('/v1/events', who, (change) => change.ticket, count));
    }
    if (showsSupport(session)) {
      const count = gathered(() =>
        ask(countSupportRequests)
          .then((supportCounts) => nowHere({ supportCounts }))
          .catch(() => undefined),
      );
      count();
      this.#deaf.push(hearChanges('/v1/support-events', who, () => true, count));
    }
  }

  /** False while a part of the console is on its way, or did not arrive (`lost`). */
  #load(part: { load: () => Promise<unknown> }): boolean {
    if (this.#loaded.has(part.load)) return true;
    if (this.lost === part.load) return false;
    part.load().then(
      () => {
        this.#loaded.add(part.load);
        this.requestUpdate();
      },
      () => {
        this.lost = part.load;
      },
    );
    return false;
  }

  async #openDialog(dialog: typeof this.dialog): Promise<void> {
    if (dialog === 'account') await import('./account-dialog.js');
    else if (dialog) await import('./command-palette.js');
    this.dialog = dialog;
  }

  async #switch(tenant: string): Promise<void> {
    try {
      const session = await ask(switchTenant, { tenant });
      await enter(session);
      go(homeOf(session));
    } catch (error) {
      sayRefusal(error);
    }
  }

  async #speak(language: Language): Promise<void> {
    await speak(language);
    nowHere({});
    if (here.session)
      await ask(chooseLanguage, { language })
        .then((session) => nowHere({ session }))
        .catch(sayRefusal);
  }

  async #signOut(): Promise<void> {
    try {
      await ask(signOut);
    } catch (error) {
      // The session is still open on this device: to show the sign-in page would say that it is not.
      if (error instanceof ProblemError && (!error.status || error.status >= 500)) return sayRefusal(error);
    }
    leave();
    go('/');
  }

  #chooseUser(event: CustomEvent<{ item: { value: string } }>): void {
    const { value } = event.detail.item;
    if (value === 'account') this.#openDialog('account');
    if (value === 'help') this.#openDialog('help');
    if (value === 'out') this.#signOut();
  }

  override render() {
    if (this.broken) return this.#renderBroken();
    if (!this.ready) return html`<div class="boot" aria-busy="true"></div>`;
    const door = doors[this.path];
    if (door)
      return html`<main class="door">${this.#load(door) ? door.show() : this.lost === door.load ? this.#renderLostPart() : nothing}</main><desk-toasts></desk-toasts>`;
    if (!here.session) {
      const signIn = this.#renderSignIn();
      return html`<main class="door">${signIn}</main>${this.#renderLanguageMenu('corner')}<desk-toasts></desk-toasts>`;
    }
    const found = screenAt(this.path, here.session);
    return html`
      <a class="skip" href="#content" @click=${this.#skip}>${this.words.shell.skip}</a>
      ${this.#renderHeader()} ${this.#renderElsewhere()}
      <div class="body">
        ${this.#renderSections(found)}
        <main id="content" tabindex="-1">${found ? this.#renderScreen(found) : this.#renderLost()}</main>
      </div>
      <desk-toasts></desk-toasts>
      ${this.#renderDialogs()} ${here.expired ? this.#renderSignInAgain() : nothing}
    `;
  }

  #skip(event: Event): void {
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>('main')?.focus();
  }

  #renderScreen(found: Found) {
    // Another tenant or person is another screen: nothing of the one before may stay in it.
    const { tenant, person } = this.session;
    const show = () => keyed(`${tenant.id}:${person.id}`, found.screen.show(found.id));
    if (this.#load(found.screen)) return show();
    return this.lost === found.screen.load ? this.#renderLostPart() : html`<div class="page" aria-busy="true"></div>`;
  }

  /** A2: this browser's session has gone to another tenant or person in another tab. */
  #renderElsewhere() {
    const { elsewhere } = here;
    if (!elsewhere) return nothing;
    const { session } = this;
    const words = this.words.elsewhere;
    const samePerson = elsewhere.person.id === session.person.id;
    const follow = () => enter(elsewhere).then(() => go(homeOf(elsewhere)));
    return html`<section class="notice warn elsewhere" role="alert">
      <p>${samePerson ? words.tenant(elsewhere.tenant.name, session.tenant.name) : words.person(elsewhere.person.name)}</p>
      <div class="row">
        <wa-button size="s" variant="brand" @click=${follow}>${words.follow(samePerson ? elsewhere.tenant.name : elsewhere.person.name)}</wa-button>
        ${samePerson ? html`<wa-button size="s" appearance="outlined" @click=${() => this.#goBack(session.tenant.id)}>${words.back(session.tenant.name)}</wa-button>` : nothing}
      </div>
    </section>`;
  }

  /** The other tab's tenant is left again; this one goes on where it was. */
  async #goBack(tenant: string): Promise<void> {
    try {
      await enter(await ask(switchTenant, { tenant }));
    } catch (error) {
      sayRefusal(error);
    }
  }

  /** E1: above everything that is open, so that files and half-filled forms are still there afterwards. */
  #renderSignInAgain() {
    const keepEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      // An open dialog below listens at the document.
      event.stopPropagation();
    };
    return html`<dialog class="again" @keydown=${keepEscape} @cancel=${(event: Event) => event.preventDefault()} @close=${() => this.requestUpdate()}>
      ${this.#renderSignIn()}
    </dialog>`;
  }

  #renderSignIn() {
    if (this.#load(signInPart)) return html`<desk-sign-in></desk-sign-in>`;
    return this.lost === signInPart.load ? this.#renderLostPart() : nothing;
  }

  override updated(): void {
    const again = this.renderRoot.querySelector<HTMLDialogElement>('dialog.again');
    if (again && !again.open) again.showModal();
  }

  #renderLost() {
    const { words } = this;
    return html`<div class="empty">
      <h2>${words.shell.lost}</h2>
      <p>${words.shell.lostHint}</p>
      <a href="${root}${homeOf(this.session)}">${words.shell.home}</a>
    </div>`;
  }

  #renderLostPart() {
    const { words } = this;
    return html`<div class="empty" role="alert">
      <h2>${words.shell.lostPart}</h2>
      <p>${words.shell.lostPartHint}</p>
      <wa-button variant="brand" @click=${() => (this.lost = undefined)}>${words.common.tryAgain}</wa-button>
    </div>`;
  }

  /** Dialogs and other parts that are loaded by a press: a press that does nothing says so. */
  #sayLostPart = (event: PromiseRejectionEvent): void => {
    if (/dynamically imported module|importing a module script/i.test(String(event.reason)))
      say(this.words.shell.lostPartHint, 'bad');
  };

  #renderBroken() {
    const { words } = this;
    return html`<main class="empty">
      <h2>${words.shell.broken}</h2>
      <p>${words.shell.brokenHint}</p>
      <wa-button variant="brand" @click=${() => location.reload()}>${words.common.tryAgain}</wa-button>
    </main>`;
  }

  #renderHeader() {
    const { words, session } = this;
    return html`<header>
      ${this.#renderTenant()}
      <span class="grow"></span>
      <button type="button" class="plain palette" aria-label=${words.shell.palette} title="${words.shell.palette} (Ctrl K)" @click=${() => this.#openDialog('palette')}>
        ${icon('search')}<kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      ${this.#renderLanguageMenu()} ${this.#renderThemeMenu()}
      <wa-dropdown size="s" placement="bottom-end" @wa-select=${this.#chooseUser}>
        <button slot="trigger" type="button" class="plain user" aria-label=${words.shell.userMenu(session.person.name)}>
          <span class="initials" data-initials=${initials(session.person.name)}></span>
          <span class="who">${session.person.name}</span>
        </button>
        <wa-dropdown-item value="account">${words.shell.account}</wa-dropdown-item>
        <wa-dropdown-item value="help">${words.shell.shortcuts}</wa-dropdown-item>
        <wa-dropdown-item value="out">${words.shell.signOut}</wa-dropdown-item>
      </wa-dropdown>
    </header>`;
  }

  #renderTenant() {
    const { words, session } = this;
    const name = html`<span class="mark" aria-hidden="true">${icon(session.tenant.kind === 'salon' ? 'salon' : 'support', 16)}</span><span class="tenant-name">${session.tenant.name}</span>`;
    if (session.tenants.length < 2) return html`<div class="tenant">${name}</div>`;
    return html`<wa-dropdown size="s" @wa-select=${(event: CustomEvent<{ item: { value: string } }>) => this.#switch(event.detail.item.value)}>
      <button slot="trigger" type="button" class="plain tenant" aria-label=${words.shell.switchTenant(session.tenant.name)}>${name}${icon('down', 14)}</button>
      ${session.tenants.map(
        (
          tenant,
        ) => html`<wa-dropdown-item value=${tenant.id} type="checkbox" ?checked=${tenant.id === session.tenant.id}>
          ${tenant.name} <span slot="details">${words.roles[tenant.role]}</span>
        </wa-dropdown-item>`,
      )}
    </wa-dropdown>`;
  }

  #renderLanguageMenu(place = '') {
    const { words } = this;
    return html`<wa-dropdown class=${place} size="s" placement="bottom-end" @wa-select=${(event: CustomEvent<{ item: { value: Language } }>) => this.#speak(event.detail.item.value)}>
      <button slot="trigger" type="button" class="plain" aria-label="${this.language.toUpperCase()}, ${words.shell.language}">${this.language.toUpperCase()}</button>
      <wa-dropdown-item type="checkbox" value="en" ?checked=${this.language === 'en'}><span lang="en">English</span></wa-dropdown-item>
      <wa-dropdown-item type="checkbox" value="hu" ?checked=${this.language === 'hu'}><span lang="hu">Magyar</span></wa-dropdown-item>
    </wa-dropdown>`;
  }

  #renderThemeMenu() {
    const { words } = this;
    const choose = (event: CustomEvent<{ item: { value: Theme } }>) => {
      chooseTheme(event.detail.item.value);
      this.requestUpdate();
    };
    return html`<wa-dropdown size="s" placement="bottom-end" @wa-select=${choose}>
      <button slot="trigger" type="button" class="plain" aria-label=${words.shell.theme}>${icon(chosenTheme() === 'light' ? 'sun' : 'moon')}</button>
      ${themes.map((theme) => html`<wa-dropdown-item type="checkbox" value=${theme} ?checked=${theme === chosenTheme()}>${words.themes[theme]}</wa-dropdown-item>`)}
    </wa-dropdown>`;
  }

  #renderSections(found: Found | null) {
    const { words, session } = this;
    const counts = { tickets: here.ticketCounts?.open, support: here.supportCounts?.open } as Record<
      string,
      number | undefined
    >;
    return html`<nav aria-label=${words.shell.sections}>
      <ul>
        ${sections
          .filter(({ shown }) => shown(session))
          .map(
            ({ section, path, icon: drawing }) => html`<li>
              <a href="${root}${path}" aria-current=${found?.screen.section === section ? 'page' : nothing}>
                ${icon(drawing, 20)}<span class="section">${words.sections[section]}</span>
                ${counts[section] ? html`<span class="count" title=${words.shell.openCount(counts[section])}>${counts[section]}</span>` : nothing}
              </a>
            </li>`,
          )}
      </ul>
    </nav>`;
  }

  #renderDialogs() {
    const close = () => this.#openDialog('');
    if (this.dialog === 'account') return html`<desk-account @desk-close=${close}></desk-account>`;
    if (!this.dialog) return nothing;
    return html`<desk-palette .help=${this.dialog === 'help'} @desk-close=${close} @desk-open=${(event: CustomEvent<'account' | 'help'>) => this.#openDialog(event.detail)}></desk-palette>`;
  }
}

const signInPart = { load: () => import('./sign-in-page.js') };

function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  return ((parts[0]?.[0] ?? '') + (parts.length > 1 ? (parts.at(-1)?.[0] ?? '') : '')).toUpperCase();
}
