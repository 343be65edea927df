import type { OpenTicket } from '@bookinda/contracts/support/open-ticket.dto';
import { openTicket, readChallenge, readEmbedConfig } from '@bookinda/contracts/support/routes';
import type { TicketReceipt } from '@bookinda/contracts/support/ticket';
import type { html as Html, nothing as Nothing } from 'lit';
import { newKey, ProblemError } from '../../platform/call.js';
import { onePressOneAct } from '../../platform/one-press.js';
import { wearAccent } from '../accent.js';
import { announce } from '../announce.js';
import { DraftShelf, forgetDrafts, personOf } from '../draft-shelf.js';
import { EmbedCaller } from '../embed-caller.js';
import { AttachedFiles, type UploadProof } from './attached-files.js';
import type { Errors, FieldName } from './check-value.js';
import type { Draft } from './draft.js';
import { laterViews } from './form-later.js';
import { laterStyles } from './form-later-styles.js';
import type { TicketForm } from './ticket-form.js';

const fieldOf: Record<string, string> = { type: 'category', uploads: 'files' };

/** Gives the form what it lacked for its first render: the rest of its view and styles, and its desk. */
export function sitBehind(form: TicketForm, html: typeof Html, nothing: typeof Nothing): FormDesk {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(laterStyles);
  form.shadowRoot!.adoptedStyleSheets.push(sheet);
  form.later = laterViews(form, html, nothing);
  onePressOneAct(form.shadowRoot!);
  leaveAlone(form.find('[name=website]'));
  form.requestUpdate();
  const desk = new FormDesk(form);
  // Here and not where it was first asked for: the code may have come at a second try.
  desk.arrive();
  return desk;
}

/** Uploads of a draft that the server no longer has, and this page never had. */
class FilesGone extends Error {}

/** Everything of a ticket form that talks to the server, the device's storage and the network; the view works without it. */
export class FormDesk implements UploadProof {
  provenFrom = 0;
  private readonly files: AttachedFiles;
  private caller?: EmbedCaller;
  private door?: Pick<TicketForm, 'api' | 'siteKey' | 'token' | 'tokenProvider'>;
  private key = newKey();
  /** Whose words the form holds: a customer's id, empty for a visitor; undefined until the page has said. */
  private person?: string;
  /** Something was typed here, so that no draft comes over it. */
  private typed = false;
  private readonly place: string;
  /** The request as it went out last. */
  private body?: OpenTicket;
  private proof?: Promise<string | undefined>;
  private saving?: ReturnType<typeof setTimeout>;
  private away?: AbortController;

  constructor(private readonly form: TicketForm) {
    this.files = new AttachedFiles(form, this);
    this.place = placeOf(form);
  }

  /** On the page, now or again. */
  arrive(): void {
    if (!this.form.isConnected || this.away) return;
    this.away = new AbortController();
    const { signal } = this.away;
    for (const name of ['online', 'offline']) addEventListener(name, () => this.network(), { signal });
    addEventListener('pagehide', () => this.flush(), { signal });
    if (!this.caller) {
      this.adopt();
      void this.configure();
    }
    this.network();
  }

  leave(): void {
    this.away?.abort();
    this.away = undefined;
    this.flush();
  }

  /** Settings of the desk; without them the form works with what everybody has. */
  async configure(): Promise<void> {
    const { form } = this;
    const { api, siteKey, token, tokenProvider } = form;
    const { door } = this;
    if (
      door &&
      door.api === api &&
      door.siteKey === siteKey &&
      door.token === token &&
      door.tokenProvider === tokenProvider
    )
      return;
    this.door = { api, siteKey, token, tokenProvider };
    const caller = new EmbedCaller(api, siteKey, form.language, token, tokenProvider);
    caller.expired = ({ code }) => form.fire('token-expired', { code });
    caller.changed = () => this.belongTo(personOf(caller.token));
    this.caller = caller;
    if (token || !tokenProvider) this.belongTo(personOf(token));
    form.be('loading');
    try {
      if (!token && tokenProvider) await this.identify(caller);
      const config = await caller.call(readEmbedConfig);
      if (caller !== this.caller) return;
      form.config = config;
      wearAccent(form, config.tenant.accent);
      form.be('ready');
      form.fire('ready');
    } catch (error) {
      const problem = error as ProblemError;
      if (problem.status === 401 || problem.status === 403) form.status = form.words.refused;
      form.failed(problem);
    }
  }

  /** Fetches the challenge of the proof of work and solves it while the person still writes. */
  prove(): Promise<string | undefined> {
    const { caller } = this;
    if (!caller || this.form.known) return Promise.resolve(undefined);
    this.proof ??= Promise.all([caller.call(readChallenge), import('./proof.js')]).then(([challenge, { solve }]) => {
      this.provenFrom = Date.now() + 1_500;
      // The usual challenge is solved too quickly for a text about it to be read.
      return solve(challenge, challenge.zeroBits > 15 ? (part) => this.proving(part) : undefined);
    });
    // Asked again at the next need.
    this.proof.catch(() => {
      this.proof = undefined;
    });
    return this.proof;
  }

  forget(proof: Promise<string | undefined>): void {
    // Several files may be refused for the same one.
    if (this.proof === proof) this.proof = undefined;
  }

  /** Where many write at once the proof takes seconds: the form shows how far it is, in steps of ten per cent. */
  private proving(part: number): void {
    const { form } = this;
    if (form.phase === 'sending') form.status = form.say('proving', { n: Math.floor(part * 10) * 10 });
  }

  attach(files: File[]): void {
    const wrong = this.files.add(files, this.caller!);
    this.form.errors = { ...this.form.errors, files: wrong };
    void this.prove().catch(() => {});
  }

  again(key: string): void {
    this.files.again(key, this.caller!);
  }

  remove(key: string): void {
    this.files.remove(key);
  }

  edited(): void {
    this.typed = true;
    this.body = undefined;
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.flush(), 300);
  }

  private flush(): void {
    if (this.saving === undefined) return;
    clearTimeout(this.saving);
    this.saving = undefined;
    this.keep();
  }

  reset(): void {
    this.typed = false;
    this.form.later!.notMine = undefined;
    this.files.clear();
    this.key = newKey();
    this.body = this.proof = undefined;
    this.clearDraft();
  }

  clearDraft(): void {
    clearTimeout(this.saving);
    this.saving = undefined;
    this.shelf().clear();
  }

  async submit(): Promise<TicketReceipt | undefined> {
    const { form } = this;
    const waits: Promise<unknown>[] = [];
    const waitUntil = (promise: Promise<unknown>) => void waits.push(promise);
    if (!form.fire('before-submit', { value: form.value, waitUntil }, true)) return this.go('writing', '');
    this.go('sending', form.words.sending);
    const { person } = this;
    let ticket: TicketReceipt;
    try {
      await Promise.all([...waits, ...form.attached.map(({ done }) => done)]);
      if (form.attached.some(({ error }) => error)) return this.refuse({ files: form.words.fixFiles });
      if (!navigator.onLine) return this.queue();
      if (await this.isOther(person)) return this.refuse({ form: form.later!.words.otherPerson });
      ticket = await this.send();
    } catch (error) {
      if (person && person !== this.person) return this.refuse({ form: form.later!.words.otherPerson });
      if (error instanceof FilesGone) {
        const { rareWords } = await import('./upload.js');
        return this.refuse({ files: rareWords(form.language).filesGone });
      }
      if (form.attached.some(({ error }) => error)) return this.refuse({ files: form.words.fixFiles });
      return this.explain(error instanceof ProblemError ? error : new ProblemError(0));
    }
    form.ticket = ticket;
    this.clearDraft();
    this.go('sent', '');
    form.give(ticket.number);
    announce(form.say('sent', { number: ticket.number }));
    form.fire('success', ticket);
    await form.updateComplete;
    form.find('[part=success]')?.focus();
    return ticket;
  }

  private async send(): Promise<TicketReceipt> {
    const { form } = this;
    for (let renewed = false; ; renewed = true) {
      this.body ??= await this.request();
      this.keep();
      try {
        return await this.caller!.call(openTicket, this.body, {
          idempotencyKey: this.key,
          onRetry: ({ code }, attempt, waitMs) => {
            form.fire('retry', { attempt, waitMs, code });
            form.status = form.say('again', { n: attempt });
          },
        });
      } catch (error) {
        const { code, errors = [] } = error as ProblemError;
        if (!renewed && errors.some(({ path }) => path.startsWith('uploads')) && (await this.uploadedAgain())) continue;
        if (renewed || this.trap.value || (code !== 'proof-required' && code !== 'idempotency-mismatch')) throw error;
        // An outdated proof, or words changed after an answer that got lost: both are another request.
        if (code === 'idempotency-mismatch') this.key = newKey();
        this.body = this.proof = undefined;
      }
    }
  }

  /** The server keeps an upload for an hour. A form that was open for longer still has its files, unless the page was reloaded. */
  private async uploadedAgain(): Promise<boolean> {
    const { form } = this;
    this.body = undefined;
    if (!form.attached.length) throw new FilesGone();
    await this.files.sendAgain(this.caller!);
    return !form.attached.some(({ error }) => error);
  }

  private async request(): Promise<OpenTicket> {
    const { form } = this;
    const { category, email, subject, description } = form.written;
    const uploads = form.attached.map(({ id }) => id!);
    const proof = await this.prove();
    form.status = form.words.sending;
    return {
      type: category,
      subject: subject.trim(),
      description: description.trim(),
      ...(!form.known && { email: email.trim() }),
      ...(form.contactName && { name: form.contactName }),
      ...(form.reference && { reference: form.reference }),
      ...(form.metadata && { metadata: form.metadata }),
      ...(uploads.length && { uploads }),
      language: form.language,
      website: this.trap.value || undefined,
      proof,
    };
  }

  /** What no person sees; a robot fills it in, and so may a password manager. */
  private get trap(): HTMLInputElement {
    return this.form.find('[name=website]') as HTMLInputElement;
  }

  private queue(): undefined {
    const { form } = this;
    this.go('queued', form.words.queued);
    this.keep(true);
    announce(form.words.queued);
    form.fire('queued', { key: this.key });
  }

  private network(): void {
    const { form } = this;
    const off = !navigator.onLine;
    form.mark('offline', off);
    if (off && form.phase === 'writing') form.status = form.words.offline;
    else if (!off && form.status === form.words.offline) form.status = '';
    else if (!off && form.phase === 'queued') {
      form.phase = 'writing';
      void form.submit();
    }
    form.requestUpdate();
  }

  /** Says what happened, what was kept, what to do. */
  private explain(problem: ProblemError): undefined {
    const { form } = this;
    const { words } = form;
    form.failed(problem);
    if (!navigator.onLine) return this.queue();
    if (problem.code === 'proof-required' && this.trap.value) {
      // A filler's word, not the person's: the next press goes without it.
      this.trap.value = '';
      this.body = this.proof = undefined;
      return this.refuse({ form: words.failed });
    }
    const errors: Record<string, string> = {};
    for (const { path, message } of problem.errors) errors[fieldOf[path.split('.')[0]!] ?? path] = message;
    if (!problem.errors.length) {
      const byStatus: Record<number, string> = {
        0: words.network,
        401: words.refused,
        403: words.refused,
        503: words.network,
      };
      errors['form'] =
        problem.status === 429
          ? form.say('busy', { n: Math.ceil(problem.retryAfter ?? 60) })
          : (byStatus[problem.status] ?? words.failed);
    }
    return this.refuse(errors);
  }

  private refuse(errors: Errors): undefined {
    this.go('writing', '');
    this.keep();
    this.form.show(errors);
  }

  private go(phase: TicketForm['phase'], status: string): undefined {
    this.form.phase = phase;
    this.form.status = status;
  }

  /** Asks the page before the first request whom it speaks for. */
  private async identify(caller: EmbedCaller): Promise<void> {
    const person = await caller.person();
    if (caller !== this.caller) return;
    this.form.guest = !person;
    this.belongTo(person);
  }

  /** True when the page speaks for another customer than for who wrote this: it goes out in her name, or not at all. */
  private async isOther(writer: string | undefined): Promise<boolean> {
    const { caller } = this;
    const person = await caller!.person();
    if (caller !== this.caller || person === this.person) return !!writer && writer !== this.person;
    this.belongTo(person);
    this.form.guest = !person;
    return !!writer;
  }

  /** Words stay with who wrote them. A visitor who signs in takes along what stands in the form. */
  private belongTo(person: string): void {
    const { form } = this;
    const before = this.person;
    if (before === person) return;
    this.flush();
    if (before === '' && this.typed) this.shelf().clear();
    if (before) this.empty();
    this.person = person;
    if (this.typed) this.keep();
    else this.restore();
    form.requestUpdate();
  }

  /** The customer has left the page: nothing of hers stays in the form or on the device. */
  signOut(): void {
    forgetDrafts(this.form.siteKey, this.person ?? '');
    this.clearDraft();
    this.empty();
    this.form.give(null);
    this.person = this.door = undefined;
    void this.configure();
  }

  /** As the page set it up, with nothing that somebody wrote; drafts are left alone. */
  private empty(): void {
    const { form } = this;
    const { category, email, subject, description } = form;
    clearTimeout(this.saving);
    this.saving = undefined;
    this.typed = false;
    this.files.clear();
    this.key = newKey();
    this.body = this.proof = undefined;
    form.written = { category, email, subject, description };
    form.ticket = form.config = undefined;
    form.tried = false;
    form.errors = {};
    form.later!.notMine = undefined;
    if (form.phase !== 'sending') this.go('writing', '');
  }

  private shelf(): DraftShelf<Draft> {
    return new DraftShelf(this.form.siteKey, `${this.person ?? ''}${this.place}`);
  }

  private keep(queued?: boolean): void {
    const { written, draft, phase } = this.form;
    if (draft !== 'off' && phase !== 'sent' && this.person !== undefined)
      this.shelf().write({ value: written, key: this.key, body: this.body, queued });
  }

  private restore(): void {
    const { form } = this;
    const draft = form.draft === 'off' ? undefined : this.shelf().read();
    if (!draft || !(draft.value.subject || draft.value.description)) return;
    form.written = { ...form.written, ...draft.value };
    this.key = draft.key;
    this.body = draft.body;
    if (this.person) form.status = form.words.restored;
    // Another visitor may sit at this device by now.
    else form.later!.notMine = () => this.notMine();
    form.fire('draft-restored', { value: form.value });
    if (draft.queued) form.phase = 'queued';
  }

  private notMine(): void {
    const { form } = this;
    this.clearDraft();
    this.empty();
    form.requestUpdate();
    void form.updateComplete.then(() => form.focus());
  }

  /** Words typed into the plain form inside the element before this script arrived. */
  private adopt(): void {
    const plain = this.form.querySelector('form');
    if (!plain) return;
    const typed = Object.fromEntries(new FormData(plain)) as Record<string, string>;
    typed['category'] = typed['type'] ?? '';
    this.form.written = { ...this.form.written };
    for (const name of Object.keys(this.form.written) as FieldName[]) this.form.written[name] ||= typed[name] ?? '';
    this.form.requestUpdate();
  }
}

/** Hints that password managers know. */
function leaveAlone(field: HTMLElement | null): void {
  for (const hint of ['data-1p-ignore', 'data-lpignore', 'data-bwignore', 'data-protonpass-ignore'])
    field?.setAttribute(hint, 'true');
  field?.setAttribute('data-form-type', 'other');
}

/** Tells forms of one key on a page apart: by id, else by position. The first one without an id has no mark. */
function placeOf(form: TicketForm): string {
  if (form.id) return `#${form.id}`;
  const forms = [...(form.getRootNode() as ParentNode).querySelectorAll<TicketForm>(form.localName)];
  const place = forms.filter(({ siteKey, id }) => siteKey === form.siteKey && !id).indexOf(form);
  return place > 0 ? `#${place}` : '';
}
