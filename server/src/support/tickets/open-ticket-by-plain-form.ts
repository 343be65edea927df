import { createHash } from 'node:crypto';
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
import { SiteKeys } from '../../identity/site-keys.js';
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
import { openTicketFor } from './opening.js';

const words = {
  en: {
    sent: 'is on its way',
    answer: 'We answer to',
    refused: 'This could not be sent',
    back: 'Go back: what you wrote is still in the form.',
  },
  hu: {
    sent: 'úton van',
    answer: 'Ide válaszolunk:',
    refused: 'Ezt nem sikerült elküldeni',
    back: 'Lépjen vissza: amit írt, ott van az űrlapon.',
  },
};
type Words = (typeof words)['en'];

/** `language` is whatever was sent: a refused form is not yet checked. */
function wordsIn(language: unknown): [string, Words] {
  return typeof language === 'string' && language.toLowerCase().startsWith('hu') ? ['hu', words.hu] : ['en', words.en];
}

/** A refusal as a page: whoever has no script reads no JSON. */
@Catch()
class RefusedPage implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<DeskRequest>();
    const { status, detail, facts } = refusalOf(error);
    const [language, { refused, back }] = wordsIn(
      (request.body as { language?: unknown } | undefined | null)?.language,
    );
    const errors = (facts.errors ?? [])
      .map(({ path, message }) => `<li>${escaped(path)}: ${escaped(message)}</li>`)
      .join('');
    const body = `<p>${escaped(detail ?? '')}</p><ul>${errors}</ul><p>${escaped(back)}</p>`;
    sendPage(host.switchToHttp().getResponse<FastifyReply>(), plainPage(language, refused, body), status);
  }
}

/**
 * A ticket from a page whose script did not run (WX-01). It cannot prove work, so few are taken per address; the same
 * words of the same address on one day are one ticket, however often the button was pressed.
 */
@Controller()
@UseFilters(RefusedPage)
export class OpenTicketByPlainForm {
  constructor(
    private readonly db: Database,
    private readonly siteKeys: SiteKeys,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Answers(openTicketByPlainForm, { to: anyone, media: 'text/html', limit: { calls: 10, seconds: 3_600 } })
  async handle(@Input() input: PlainTicket, @Req() request: DeskRequest, @Res() reply: FastifyReply): Promise<void> {
    const key = await this.siteKeys.admit(input.siteKey, request.headers.origin, new URL(this.config.publicUrl).origin);
    if (input.website) throw new Refusal('proof-required');
    const { number } = await this.open(key, input);
    const [language, { sent, answer }] = wordsIn(input.language);
    sendPage(reply, plainPage(language, `${number} ${sent}`, `<p>${escaped(answer)} ${escaped(input.email)}</p>`), 201);
  }

  private open(key: { tenantId: string; id: string }, input: PlainTicket): Promise<TicketReceipt> {
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
