import type { EmbedConfig, TicketReceipt } from '@bookinda/contracts/support/ticket';
import { html, nothing as none, type PropertyDeclarations, type PropertyValues } from 'lit';
import { EmbedElement } from '../embed-element.js';
import type { AttachedFile } from './attached-files.js';
import { checkValue, type Errors, type FormValue, fields } from './check-value.js';
import type { FormDesk } from './form-desk.js';
import type { FormLaterWords, LaterViews } from './form-later.js';
import { formStyles } from './form-styles.js';
import { formView } from './form-view.js';
import { en, type FormWords } from './words.en.js';

/** Where a message stands. */
export type Phase = 'writing' | 'sending' | 'queued' | 'sent';

const nothing: FormValue = { category: '', email: '', subject: '', description: '' };

/**
 * WX-01: a visitor or a signed-in customer asks; the number appears at once.
 *
 * @tag bookinda-ticket-form
 * @attr {string} site-key - the tenant's publishable key
 * @attr {string} token - customer token; read once and removed
 * @attr {string} lang - language; else the closest `[lang]`, else the browser's
 * @attr {auto|light|dark} theme - `auto` follows the page's `color-scheme`
 * @attr {normal|compact} density
 * @attr {boolean} isolate - inherit nothing from the page
 * @attr {string} dir - writing direction
 * @slot heading - instead of "How can we help?"
 * @slot intro - below the heading
 * @slot before-submit - above the button
 * @slot footer - below everything
 * @slot success - more text after sending
 * @slot offline - instead of the words shown without a network
 * @csspart base
 * @csspart form
 * @csspart heading
 * @csspart error-summary
 * @csspart restored
 * @csspart not-mine
 * @csspart field
 * @csspart label
 * @csspart hint
 * @csspart control
 * @csspart file-drop
 * @csspart file
 * @csspart file-remove
 * @csspart error
 * @csspart progress
 * @csspart submit
 * @csspart status
 * @csspart success
 * @csspart again
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
 * @fires {CustomEvent} bookinda-ready - the desk's settings have arrived
 * @fires {CustomEvent} bookinda-error - `{ code, status, retryable }`
 * @fires {CustomEvent} bookinda-token-expired - set `token` again, unless `tokenProvider` does
 * @fires {CustomEvent} bookinda-change - `{ value }`
 * @fires {CustomEvent} bookinda-invalid - `{ errors }`: text by field
 * @fires {CustomEvent} bookinda-before-submit - cancelable; `{ value, waitUntil(promise) }`
 * @fires {CustomEvent} bookinda-before-upload - cancelable; `{ file }`
 * @fires {CustomEvent} bookinda-upload-progress - `{ file, progress }`, 0…1
 * @fires {CustomEvent} bookinda-retry - `{ attempt, waitMs, code }`
 * @fires {CustomEvent} bookinda-queued - no network: it goes out by itself later
 * @fires {CustomEvent} bookinda-success - `{ number, id, status }`
 * @fires {CustomEvent} bookinda-draft-restored - `{ value }`
 */
export class TicketForm extends EmbedElement<FormWords, FormLaterWords> {
  static formAssociated = true;
  static override styles = formStyles;
  static override shadowRootOptions = { ...EmbedElement.shadowRootOptions, delegatesFocus: true };
  static override properties: PropertyDeclarations = {
    category: {},
    categories: {},
    email: {},
    contactName: { attribute: 'contact-name' },
    subject: {},
    description: {},
    reference: {},
    maxFiles: { attribute: 'max-files', type: Number },
    maxFileMb: { attribute: 'max-file-mb', type: Number },
    accept: {},
    draft: {},
    disabled: { type: Boolean },
    name: { reflect: true },
    metadata: { attribute: false },
    ticket: { attribute: false },
    value: { attribute: false, noAccessor: true },
    phase: { state: true },
    errors: { state: true },
    config: { state: true },
    status: { state: true },
    attached: { state: true },
  };

  /** A category's code, chosen beforehand. */
  category = '';
  /** Codes to offer, comma-separated; all when left out. */
  categories = '';
  email = '';
  contactName = '';
  subject = '';
  description = '';
  /** The page's own id of whatever this is about. */
  reference = '';
  /** At most so many files; 0 hides the field. */
  maxFiles = 10;
  maxFileMb = 10;
  /** Media types and endings, as an input's `accept`. */
  accept = '';
  draft: 'on' | 'off' = 'on';
  disabled = false;
  /** Under this name a form around the element receives the ticket's number. */
  name = '';
  /** The page's own facts, at most 4 KiB as JSON; travels with the ticket. */
  metadata?: Record<string, unknown>;
  /** The ticket, once sent. */
  ticket?: TicketReceipt;

  /** @internal */ phase: Phase = 'writing';
  /** @internal */ errors: Errors = {};
  /** @internal */ config?: EmbedConfig;
  /** @internal What happens, in words, below the form. */ status = '';
  /** @internal */ attached: AttachedFile[] = [];
  /** @internal */ written: FormValue = { ...nothing };
  /** @internal Errors follow the words from the first try on. */ tried = false;
  /** @internal The page's provider knows no customer. */ guest = false;
  /** @internal */ later?: LaterViews;
  private desk?: Promise<FormDesk>;

  constructor() {
    super(en, { hu: () => import('./words.hu.js') });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.behind().then((desk) => desk.arrive());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    void this.desk?.then((desk) => desk.leave());
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    for (const name of fields) {
      if (changed.has(name) && this[name]) this.written = { ...this.written, [name]: this[name] };
    }
  }

  protected override firstUpdated(): void {
    this.be('loading');
    // Rendered without it; everything that talks to a server, a disk or a network comes now.
    void this.behind().catch(() => {});
    this.renderRoot.addEventListener(
      'focusin',
      () =>
        void this.behind()
          .then((desk) => desk.prove())
          .catch(() => {}),
      { once: true },
    );
  }

  protected override updated(changed: PropertyValues): void {
    if (this.otherCaller(changed)) void this.desk?.then((desk) => desk.configure());
  }

  protected override draw() {
    return formView(this, this.words, this.language);
  }

  /** @internal True when no e-mail address is needed. */
  get known(): boolean {
    return !!(this.config?.customer || this.token || (this.tokenProvider && !this.guest));
  }

  get value(): FormValue {
    return { ...this.written };
  }

  set value(value: Partial<FormValue>) {
    this.edit(value);
  }

  get files(): File[] {
    return this.attached.map(({ file }) => file);
  }

  get validity(): ValidityState {
    return this.internals.validity;
  }

  /** @internal Bytes one file may have. */
  get fileBytes(): number {
    return Math.min(this.maxFileMb << 20, this.config?.files.bytes ?? Number.POSITIVE_INFINITY);
  }

  /** @internal */
  get fileSize(): string {
    return this.sizeOf(this.fileBytes);
  }

  /** @internal `245760` → `240 kB` */
  sizeOf(bytes: number): string {
    return bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} kB` : `${Math.round(bytes / 104857.6) / 10} MB`;
  }

  /** @internal */
  get fileKinds(): string[] {
    return this.accept ? this.accept.split(/[\s,]+/) : (this.config?.files.accept ?? []);
  }

  /** @internal What happens behind the view; its code arrives after the first render. */
  behind(): Promise<FormDesk> {
    this.desk ??= import('./form-desk.js').then((chunk) => chunk.sitBehind(this, html, none));
    // Asked for again at the next need: the network may be back then.
    this.desk.catch(() => {
      this.desk = undefined;
    });
    return this.desk;
  }

  /** Adds files as if they had been dropped. */
  async attach(files: Iterable<File>): Promise<void> {
    const list = [...files];
    (await this.behind()).attach(list);
  }

  /** @internal Takes up what was typed; after the first try, errors follow the words. */
  edit(change: Partial<FormValue>): void {
    this.written = { ...this.written, ...change };
    if (this.tried) this.errors = this.check();
    this.requestUpdate();
    this.fire('change', { value: this.value });
    void this.desk?.then((desk) => desk.edited());
  }

  checkValidity(): boolean {
    return !Object.keys(this.check()).length;
  }

  /** Shows what is wrong and moves the focus there. */
  reportValidity(): boolean {
    this.tried = true;
    const right = this.checkValidity();
    if (!right) this.show(this.check());
    return right;
  }

  /** Sends; gives the ticket, or undefined when it could not go out now. */
  async submit(): Promise<TicketReceipt | undefined> {
    if (this.phase !== 'writing' || this.disabled) return this.ticket;
    if (!this.reportValidity()) return undefined;
    this.phase = 'sending';
    try {
      return await (await this.behind()).submit();
    } catch {
      // Not even the code to send with could be fetched.
      this.phase = 'writing';
      this.show({ form: this.words.network });
      return undefined;
    }
  }

  /** Empties the form for another message. */
  reset(): void {
    this.written = {
      ...nothing,
      category: this.category,
      email: this.written.email,
      subject: this.subject,
      description: this.description,
    };
    this.ticket = undefined;
    this.tried = false;
    this.errors = {};
    this.phase = 'writing';
    this.status = '';
    this.give(null);
    void this.desk?.then((desk) => desk.reset());
  }

  /** The customer has signed out of the page: forgets token, words, files and what is kept on the device. */
  signOut(): void {
    this.token = undefined;
    void this.behind().then((desk) => desk.signOut());
  }

  clearDraft(): void {
    void this.behind().then((desk) => desk.clearDraft());
  }

  /** Focuses the first wrong field, else the first. */
  override focus(options?: FocusOptions): void {
    (this.find('[aria-invalid=true]') ?? this.find('[part=again],input,textarea') ?? this.find('button'))?.focus(
      options,
    );
  }

  formResetCallback(): void {
    this.reset();
  }

  formDisabledCallback(disabled: boolean): void {
    this.disabled = disabled;
  }

  /** @internal */
  find(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector);
  }

  /** @internal What a form around the element receives. */
  give(number: string | null): void {
    this.internals.setFormValue(number);
    this.internals.setValidity({});
  }

  /** @internal */
  show(errors: Errors): void {
    this.errors = errors;
    this.fire('invalid', { errors });
    void this.updateComplete.then(() => this.find('[part=error-summary]')?.focus());
  }

  private check(): Errors {
    const errors = checkValue(this.written, this.known, this.words);
    const text = Object.values(errors)[0];
    this.internals.setValidity(text ? { customError: true } : {}, text);
    return errors;
  }
}
