import { createHash } from 'node:crypto';
import { limits } from '@bookinda/contracts/limits';
import { PlainTicket } from '@bookinda/contracts/support/plain-ticket.dto';
import { openTicketByPlainForm } from '@bookinda/contracts/support/routes';
import type { TicketReceipt } from '@bookinda/contracts/support/ticket';
import {
  type ArgumentsHost,
  Catch,
  Controller,
  type ExceptionFilter,
  Inject,
  Req,
  Res,
  UseFilters,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { anyone } from '../../identity/callers.js';
import { type AdmittedKey, SiteKeys } from '../../identity/site-keys.js';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import type { RetryKey } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { escaped, plainPage, sendPage } from '../../platform/http/plain-page.js';
import { refusalOf } from '../../platform/http/problem.filter.js';
import { Refusal } from '../../platform/http/refusal.js';
import type { DeskRequest } from '../../platform/http/request.js';
import { networkWindows, type SharedWindow, SharedWindows } from '../../platform/limits/shared-windows.js';
import { openTicketFor } from './opening.js';

/** By field or by problem code. */
type Sentences = Record<string, string | undefined>;

const minutes = (seconds: number, one: string, many: string) => {
  const count = Math.ceil(seconds / 60);
  return `${count} ${count === 1 ? one : many}`;
};
const inWords = (count: number, language: string) => count.toLocaleString(language);

const brokenForm = {
  en: 'The form of this page is not set up rightly. Please tell those who run the website.',
  hu: 'Ennek az oldalnak az űrlapja nincs jól beállítva. Kérjük, szóljon a weboldal üzemeltetőjének.',
};

const en = {
  sent: 'is on its way',
  answer: 'We answer to',
  backTo: 'Back to',
  refused: 'This could not be sent',
  back: 'Go back: what you wrote is still in the form.',
  check: 'Is everything right?',
  hint: 'Nothing has been sent yet. We answer to this address:',
  send: 'Send',
  wait: (seconds: number) =>
    seconds < 60
      ? 'Please wait a moment, then send it again.'
      : `Too many messages came at once. Please send it again in ${minutes(seconds, 'minute', 'minutes')}.`,
  fields: {
    type: 'What it is about: please choose one.',
    subject: `Subject: please write one, of at most ${limits.subject} characters.`,
    description: `Message: please write one, of at most ${inWords(limits.description, 'en')} characters.`,
    email: 'E-mail address: please give one that we can answer to.',
    name: `Name: please write at most ${limits.name} characters.`,
  } as Sentences,
  because: {
    'invalid-input': 'Please look at these fields:',
    'proof-required': 'The page that asked “Is everything right?” is too old. Please send the form again.',
    'too-large': 'This is too long.',
    'key-unknown': brokenForm.en,
    'origin-not-allowed': brokenForm.en,
    'bad-request': brokenForm.en,
    'unsupported-type': brokenForm.en,
  } as Sentences,
  brokenForm: brokenForm.en,
  otherwise: 'This is not your fault. Please send it again in a few minutes.',
};
type Words = typeof en;

const hu: Words = {
  sent: 'úton van',
  answer: 'Ide válaszolunk:',
  backTo: 'Vissza ide:',
  refused: 'Ezt nem sikerült elküldeni',
  back: 'Lépjen vissza: amit írt, ott van az űrlapon.',
  check: 'Minden rendben van?',
  hint: 'Még semmit sem küldtünk el. Erre a címre válaszolunk:',
  send: 'Küldés',
  wait: (seconds: number) =>
    seconds < 60
      ? 'Kérjük, várjon egy kicsit, majd küldje el újra.'
      : `Túl sok üzenet érkezett egyszerre. Kérjük, küldje el újra ${minutes(seconds, 'perc', 'perc')} múlva.`,
  fields: {
    type: 'Miről szól: kérjük, válasszon egyet.',
    subject: `Tárgy: kérjük, írja be, legfeljebb ${limits.subject} karakterben.`,
    description: `Üzenet: kérjük, írja be, legfeljebb ${inWords(limits.description, 'hu')} karakterben.`,
    email: 'E-mail-cím: kérjük, olyat adjon meg, amelyre válaszolhatunk.',
    name: `Név: kérjük, legfeljebb ${limits.name} karaktert írjon.`,
  },
  because: {
    'invalid-input': 'Kérjük, nézze meg ezeket a mezőket:',
    'proof-required': 'A „Minden rendben van?” kérdésű oldal már túl régi. Kérjük, küldje el újra az űrlapot.',
    'too-large': 'Ez túl hosszú.',
    'key-unknown': brokenForm.hu,
    'origin-not-allowed': brokenForm.hu,
    'bad-request': brokenForm.hu,
    'unsupported-type': brokenForm.hu,
  },
  brokenForm: brokenForm.hu,
  otherwise: 'Ez nem az Ön hibája. Kérjük, küldje el újra néhány perc múlva.',
};

/** `language` is whatever was sent: a refused form is not yet checked. */
function wordsIn(language: unknown): [string, Words] {
  return typeof language === 'string' && language.toLowerCase().startsWith('hu') ? ['hu', hu] : ['en', en];
}

/** A refusal as a page, in sentences for people: never what a validator or another part of the server says. */
@Catch()
class RefusedPage implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<DeskRequest>();
    const { status, code, facts } = refusalOf(error);
    const [language, said] = wordsIn((request.body as { language?: unknown } | undefined | null)?.language);
    // A field may be named `constructor`, which every object has.
    const sentenceOf = (path: string) => (Object.hasOwn(said.fields, path) ? said.fields[path] : undefined);
    const errors = new Set((facts.errors ?? []).map(({ path }) => sentenceOf(path) ?? said.brokenForm));
    const because = code === 'too-many' ? said.wait(facts.retryAfter ?? 0) : (said.because[code] ?? said.otherwise);
    const list = errors.size > 0 ? `<ul>${[...errors].map((text) => `<li>${escaped(text)}</li>`).join('')}</ul>` : '';
    const body = `<p>${escaped(because)}</p>${list}<p>${escaped(said.back)}</p>`;
    sendPage(host.switchToHttp().getResponse<FastifyReply>(), plainPage(language, said.refused, body), status);
  }
}

const validMs = 2 * 3_600_000;
/** The shortest time in which a person can look through the page and press its button. */
const fastestMs = 2_000;

/** A form without script cannot prove work, so few tickets are taken: from one network, in the name of one mailbox, for one page. */
function windowsOf({ id }: AdmittedKey, email: string, address: string): SharedWindow[] {
  const mailbox = email.normalize('NFKC').replace(/^([^+@]*)\+[^@]*@/, '$1@');
  return [
    ...networkWindows('plain-form:network', address, 5, 3_600),
    { name: 'plain-form:mailbox', who: mailbox, limit: 3, seconds: 3_600 },
    { name: 'plain-form:site-key', who: id, limit: 60, seconds: 3_600 },
  ];
}

/**
 * A ticket from a page whose script did not run (WX-01). First a page of ours shows what was written and asks to send it: its button carries a mark
 * of these very fields, so that no other page's form opens a ticket in a visitor's name, and each ticket costs a robot two requests and a wait. The
 * same words of the same address on one day are one ticket, however often the button was pressed.
 */
@Controller()
@UseFilters(RefusedPage)
export class OpenTicketByPlainForm {
  constructor(
    private readonly db: Database,
    private readonly siteKeys: SiteKeys,
    private readonly clock: Clock,
    private readonly windows: SharedWindows,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Answers(openTicketByPlainForm, { to: anyone, media: 'text/html', limit: { calls: 30, seconds: 3_600 } })
  async handle(@Input() input: PlainTicket, @Req() request: DeskRequest, @Res() reply: FastifyReply): Promise<void> {
    const { check, returnTo, ...fields } = input;
    const ours = new URL(this.config.publicUrl).origin;
    // Our own page names no origin (its policy sends no referrer); its mark says where the fields came from.
    const origin = check === undefined ? request.headers.origin : ours;
    const key = await this.siteKeys.admit(fields.siteKey, request.ip, origin, ours);
    if (fields.website) throw new Refusal('proof-required');
    const [language, { sent, answer, backTo }] = wordsIn(fields.language);
    if (check === undefined)
      return sendPage(reply, this.checkPage(key, fields, siteAddress(key, returnTo) ?? siteAddress(key, origin)));
    this.verify(key, fields, check);
    await this.windows.take(...windowsOf(key, fields.email, request.ip));
    const { number } = await this.open(key, fields);
    const back = siteAddress(key, returnTo);
    const link = back ? `<p><a href="${escaped(back.href)}">${escaped(backTo)} ${escaped(back.host)}</a></p>` : '';
    const body = `<p>${escaped(answer)} ${escaped(fields.email)}</p>${link}`;
    sendPage(reply, plainPage(language, `${number} ${sent}`, body), 201);
  }

  /** What was written, and a form with the same fields and their mark. */
  private checkPage(key: AdmittedKey, fields: PlainTicket, back: URL | null): string {
    const [language, { check: title, hint, send }] = wordsIn(fields.language);
    const at = this.clock.now().epochMilliseconds.toString(36);
    const mark = this.config.keys.mark('plain-form', markedWords(key, fields, at)).toString('base64url');
    const hidden = Object.entries({ ...fields, returnTo: back?.href, check: `${at}.${mark}` })
      .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(String(value ?? ''))}">`)
      .join('');
    const text = escaped(fields.description).replaceAll('\n', '<br>');
    return plainPage(
      language,
      title,
      `<p>${escaped(hint)} <strong>${escaped(fields.email)}</strong></p><h2>${escaped(fields.subject)}</h2><p>${text}</p>
<form method="post" action="${openTicketByPlainForm.path}">${hidden}<button>${escaped(send)}</button></form>`,
    );
  }

  /** 403 `proof-required` where the mark is not of these fields or too old; 429 where they were shown too short a time ago to be read. */
  private verify(key: AdmittedKey, fields: PlainTicket, check: string): void {
    const [at = '', mark = ''] = check.split('.');
    if (!this.config.keys.holds('plain-form', markedWords(key, fields, at), mark)) throw new Refusal('proof-required');
    const age = this.clock.now().epochMilliseconds - Number.parseInt(at, 36);
    if (!(age <= validMs)) throw new Refusal('proof-required', 'Please send the form again.');
    if (age < fastestMs) throw new Refusal('too-many', 'Please wait a moment.', { retryAfter: 2 });
  }

  private open(key: AdmittedKey, input: PlainTicket): Promise<TicketReceipt> {
    const { type, subject, description, email } = input;
    const name = input.name?.trim() || (email.split('@')[0] ?? email);
    const opening = {
      words: { type, subject, description },
      actor: { kind: 'requester' as const, id: null, name },
      customerId: null,
      followUpWithin: null,
      name,
      email,
      person: null,
      language: wordsIn(input.language)[0],
      fileOwner: `visitor:${key.id}`,
      siteKeyOfVisitor: key.id,
    };
    return openTicketFor(this.db, { tenantId: key.tenantId }, opening, this.sameWords(key.id, input));
  }

  private sameWords(siteKeyId: string, input: PlainTicket): RetryKey {
    const day = this.clock.today('UTC');
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([day, input]))
      .digest();
    return {
      key: `open-ticket-by-plain-form:visitor-${siteKeyId}:${fingerprint.toString('base64url')}`,
      fingerprint,
      replayed: false,
    };
  }
}

/**
 * An address to link to: null unless it is on one of the key's origins, which alone may send the form. So the field needs no mark: no page can
 * make the link lead elsewhere or run a script.
 */
function siteAddress({ origins }: AdmittedKey, address: string | undefined): URL | null {
  const url = URL.parse(address ?? '');
  // A blob: address has the origin of the page that made it.
  const plain = url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  return plain && origins.includes(url.origin) ? url : null;
}

/** The fields in a fixed order, and the moment. */
function markedWords({ id }: AdmittedKey, fields: PlainTicket, at: string): string {
  const { type, subject, description, email, name, language } = fields;
  return JSON.stringify([id, at, type, subject, description, email, name ?? '', language ?? '']);
}
