import { limits } from '@bookinda/contracts/limits';
import { openTicket, readChallenge, readEmbedConfig } from '@bookinda/contracts/support/routes';
import type { OpenTicket } from '@bookinda/contracts/support/open-ticket.dto';
import type { EmbedConfig, TicketReceipt } from '@bookinda/contracts/support/ticket';
import type { PropertyDeclarations, PropertyValues } from 'lit';
import { newKey, ProblemError } from '../../platform/call.js';
import { fill } from '../../platform/locale.js';
import { EmbedCaller } from '../embed-caller.js';
import { EmbedElement } from '../embed-element.js';
import { announce } from '../host-page.js';
import { AttachedFiles, type FileLimits } from './attached-files.js';
import { checkValue, type Errors, type FormValue } from './check-value.js';
import { type Draft, DraftShelf, personOf } from './draft.js';
import { formStyles } from './form-styles.js';
import { formView } from './form-view.js';
import { en, type FormWords } from './words.en.js';

/** Where a message stands. */
export type Phase = 'writing' | 'sending' | 'queued' | 'sent';

const nothing: FormValue = { category: '', email: '', subject: '', description: '' };
const fieldOf: Record<string, string> = { type: 'category', uploads: 'files' };

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
export class TicketForm extends EmbedElement<FormWords> {
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
    disabled: { type: Boolean, reflect: true },
    name: { reflect: true },
    phase: { state: true },
    errors: { state: true },
    config: { state: true },
    status: { state: true },
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
  maxFiles?: number;
  maxFileMb?: number;
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
  /** @internal */ written: FormValue = { ...nothing };
  /** @internal */ readonly attached = new AttachedFiles(
    () => this.requestUpdate(),
    (name, detail, cancelable) => this.fire(name, detail, cancelable),
  );

  private caller!: EmbedCaller;
  private key = newKey();
  /** The request as it went out last. */
  private body?: object;
  private proof?: Promise<string | undefined>;
  private tried = false;
  private saving?: ReturnType<typeof setTimeout>;
  private leave?: AbortController;

  constructor() {
    super(en, { hu: () => import('./words.hu.js') });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.leave = new AbortController();
    const { signal } = this.leave;
    for (const name of ['online', 'offline']) addEventListener(name, () => this.network(), { signal });
    this.network();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.leave?.abort();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    for (const name of ['category', 'email', 'subject', 'description'] as const) {
      if (changed.has(name) && this[name]) this.written = { ...this.written, [name]: this[name] };
    }
    if (!this.caller || ['api', 'siteKey', 'token', 'tokenProvider'].some((name) => changed.has(name))) {
      this.caller = new EmbedCaller(this.api, this.siteKey, this.language, this.token, this.tokenProvider);
      this.caller.expired = ({ code }) => this.fire('token-expired', { code });
      // After the first render, which waits for nothing.
      void this.updateComplete.then(() => this.configure());
    }
    this.caller.language = this.language;
  }

  protected override firstUpdated(): void {
    if (!this.written.category && !this.written.subject) this.adopt();
    this.restore();
    this.renderRoot.addEventListener('focusin', () => void this.prove(), { once: true });
  }

  protected override render() {
    return formView(this, this.words, this.language);
  }

  /** @internal True when no e-mail address is needed. */
  get known(): boolean {
    return !!this.config?.customer || !!this.token || !!this.tokenProvider;
  }

  get value(): FormValue {
    return { ...this.written };
  }

  set value(value: Partial<FormValue>) {
    this.edit(value);
  }

  get files(): File[] {
    return this.attached.list.map(({ file }) => file);
  }

  get validity(): ValidityState {
    return this.internals.validity;
  }

  /** @internal */
  get fileLimits(): FileLimits {
    const { perMessage, bytes, accept } = this.config?.files ?? limits.files as Partial<EmbedConfig['files']>;
    return {
      count: Math.min(this.maxFiles ?? 99, perMessage ?? limits.files.perMessage),
      bytes: Math.min((this.maxFileMb ?? 999) << 20, bytes ?? limits.files.bytes),
      accept: this.accept ? this.accept.split(/\s*,\s*/) : (accept ?? []),
    };
  }

  /** Adds files as if they had been dropped. */
  attach(files: Iterable<File>): void {
    const wrong = this.attached.add(files, this.fileLimits, this.caller, this.words);
    this.errors = { ...this.errors, files: wrong };
    void this.prove();
  }

  /** @internal */
  again(file: AttachedFiles['list'][number]): void {
    this.attached.start(file, this.caller, this.words);
  }

  /** @internal Takes up what was typed; after the first try, errors follow the words. */
  edit(change: Partial<FormValue>): void {
    this.written = { ...this.written, ...change };
    this.body = undefined;
    if (this.tried) this.errors = { ...this.check(), files: this.errors.files };
    this.requestUpdate();
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.keep(), 300);
    this.fire('change', { value: this.value });
  }

  checkValidity(): boolean {
    return !Object.keys(this.check()).length;
  }

  /** Shows what is wrong and moves the focus there. */
  reportValidity(): boolean {
    this.tried = true;
    this.errors = this.check();
    const right = !Object.keys(this.errors).length;
    if (!right) this.show(this.errors);
    return right;
  }

  /** Sends; gives the ticket, or undefined when it could not go out now. */
  async submit(): Promise<TicketReceipt | undefined> {
    if (this.phase === 'sending' || this.disabled) return undefined;
    if (this.phase === 'sent') return this.ticket;
    if (!this.reportValidity()) return undefined;
    const waits: Promise<unknown>[] = [];
    const waitUntil = (promise: Promise<unknown>) => void waits.push(promise);
    if (!this.fire('before-submit', { value: this.value, waitUntil }, true)) return undefined;
    this.go('sending', this.words.sending);
    try {
      await Promise.all([...waits, ...this.attached.list.map(({ done }) => done)]);
      if (this.attached.list.some(({ error }) => error)) return this.refuse({ files: this.words.fixFiles });
      if (!navigator.onLine) return this.queue();
      this.ticket = await this.send();
    } catch (error) {
      return this.explain(error instanceof ProblemError ? error : new ProblemError(0));
    }
    this.shelf().clear();
    this.go('sent', '');
    this.internals.setFormValue(this.ticket.number);
    this.internals.setValidity({});
    announce(fill(this.words.sent, { number: this.ticket.number }));
    this.fire('success', this.ticket);
    await this.updateComplete;
    this.find('[part=success]')?.focus();
    return this.ticket;
  }

  /** Empties the form for another message. */
  reset(): void {
    this.attached.clear();
    this.written = { ...nothing, category: this.category, email: this.written.email, subject: this.subject, description: this.description };
    this.key = newKey();
    this.body = this.proof = this.ticket = undefined;
    this.tried = false;
    this.errors = {};
    this.internals.setFormValue(null);
    this.internals.setValidity({});
    this.clearDraft();
    this.go('writing', '');
  }

  clearDraft(): void {
    clearTimeout(this.saving);
    this.shelf().clear();
  }

  /** Focuses the first wrong field, else the first. */
  override focus(options?: FocusOptions): void {
    (this.find('[aria-invalid=true]') ?? this.find('[part=again],input,textarea') ?? this.find('button'))?.focus(options);
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

  private check(): Errors {
    const errors = checkValue(this.written, this.known, this.words);
    const text = Object.values(errors)[0];
    this.internals.setValidity(text ? { customError: true } : {}, text);
    return errors;
  }

  /** Settings of the desk; without them the form works with what everybody has. */
  private async configure() {
    const { caller } = this;
    this.be('loading');
    try {
      const config = await caller.call(readEmbedConfig);
      if (caller !== this.caller) return;
      this.config = config;
      this.be('ready');
      this.fire('ready');
    } catch (error) {
      const problem = error as ProblemError;
      if (problem.status === 401 || problem.status === 403) this.status = this.words.refused;
      this.failed(problem);
    }
  }

  /** Fetches and solves the riddle for robots while the person still writes. */
  private prove(): Promise<string | undefined> {
    if (this.token || this.tokenProvider) return Promise.resolve(undefined);
    this.proof ??= Promise.all([this.caller.call(readChallenge), import('./proof.js')]).then(([challenge, { solve }]) => solve(challenge));
    // Asked again at the next need.
    this.proof.catch(() => {
      this.proof = undefined;
    });
    return this.proof;
  }

  private async send(): Promise<TicketReceipt> {
    const { category, email, ...words } = this.written;
    const uploads = this.attached.list.map(({ id }) => id!);
    const fresh = async (): Promise<OpenTicket> => ({
      type: category,
      ...words,
      ...(!this.known && { email: email.trim() }),
      ...(this.contactName && { name: this.contactName }),
      ...(this.reference && { reference: this.reference }),
      ...(this.metadata && { metadata: this.metadata }),
      ...(uploads.length && { uploads }),
      website: (this.find('[name=website]') as HTMLInputElement).value || undefined,
      language: this.language,
      proof: await this.prove(),
    });
    for (let renewed = false; ; renewed = true) {
      this.body ??= await fresh();
      this.keep();
      try {
        return await this.caller.call(openTicket, this.body as OpenTicket, {
          idempotencyKey: this.key,
          onRetry: ({ code }, attempt, waitMs) => {
            this.fire('retry', { attempt, waitMs, code });
            this.status = fill(this.words.again, { n: attempt });
          },
        });
      } catch (error) {
        const { code } = error as ProblemError;
        if (renewed || (code !== 'proof-required' && code !== 'idempotency-mismatch')) throw error;
        // An outdated proof, or words changed after an answer that got lost: both are another request.
        if (code === 'idempotency-mismatch') this.key = newKey();
        this.body = this.proof = undefined;
      }
    }
  }

  private queue(): undefined {
    this.go('queued', this.words.queued);
    this.keep(true);
    announce(this.words.queued);
    this.fire('queued', { key: this.key });
  }

  private network(): void {
    const off = !navigator.onLine;
    this.mark('offline', off);
    if (!off && this.phase === 'queued') {
      this.phase = 'writing';
      void this.submit();
    } else if (!this.hasUpdated || this.phase === 'writing') this.status = off ? this.words.offline : '';
  }

  /** Says what happened, what was kept, what to do. */
  private explain(problem: ProblemError): undefined {
    this.failed(problem);
    if (!navigator.onLine) return this.queue();
    const { words } = this;
    const errors: Record<string, string> = {};
    for (const { path, message } of problem.errors) errors[fieldOf[path.split('.')[0]!] ?? path] = message;
    if (!problem.errors.length) {
      errors.form = problem.code === 'too-many' ? fill(words.busy, { n: Math.ceil(problem.retryAfter ?? 60) })
        : { 0: words.network, 401: words.refused, 403: words.refused, 503: words.network }[problem.status] ?? words.failed;
    }
    return this.refuse(errors);
  }

  private refuse(errors: Errors): undefined {
    this.go('writing', '');
    this.errors = errors;
    this.keep();
    this.show(errors);
  }

  private show(errors: Errors): void {
    this.fire('invalid', { errors });
    void this.updateComplete.then(() => this.find('[part=error-summary]')?.focus());
  }

  private go(phase: Phase, status: string): void {
    this.phase = phase;
    this.status = status;
    this.requestUpdate();
  }

  private shelf(): DraftShelf {
    return new DraftShelf(this.siteKey, personOf(this.token));
  }

  private keep(queued?: boolean): void {
    if (this.draft !== 'off' && this.phase !== 'sent') this.shelf().write({ value: this.written, key: this.key, body: this.body, queued });
  }

  private restore(): void {
    const draft: Draft | undefined = this.draft !== 'off' ? this.shelf().read() : undefined;
    if (!draft || !(draft.value.subject || draft.value.description)) return;
    this.written = { ...nothing, ...draft.value };
    this.key = draft.key;
    this.body = draft.body;
    this.status = this.words.restored;
    this.requestUpdate();
    this.fire('draft-restored', { value: this.value });
    if (draft.queued) {
      this.phase = 'queued';
      this.network();
    }
  }

  /** Words typed into the plain form inside the element before this script arrived. */
  private adopt(): void {
    const form = this.querySelector('form');
    if (!form) return;
    const typed = Object.fromEntries(new FormData(form)) as Record<string, string>;
    this.written = { ...this.written, category: typed['type'] ?? this.written.category };
    for (const name of ['email', 'subject', 'description'] as const) this.written[name] = typed[name] || this.written[name];
    this.requestUpdate();
  }
}
