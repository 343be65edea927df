import type { Page } from '../page.js';
import { route } from '../route.js';
import type { LiveChange } from './live.js';
import type { ListMails } from './mail-log.dto.js';
import type { MailLogRow, MailPreview } from './mail-log.js';

/**
 * text/event-stream of LiveChange; `Last-Event-ID` resumes within an hour. Staff see their tenant. Six streams may be open per browser,
 * customer or ticket link (429 `too-many`), and so many per server (503 `unavailable`); both name the seconds to wait.
 */
export const streamEvents = route('stream-events', 'GET /v1/events').gives<LiveChange>();
/** The same for a signed-in customer, a ticket pass, or a tenant's staff about their support requests. */
export const streamOwnEvents = route('stream-own-events', 'GET /v1/embed/events').gives<LiveChange>();
/** A tenant's staff about their own requests at the platform's desk. */
export const streamSupportEvents = route('stream-support-events', 'GET /v1/support-events').gives<LiveChange>();
export const listMails = route('list-mails', 'GET /v1/mails').takes<ListMails>().gives<Page<MailLogRow>>();
export const readMail = route('read-mail', 'GET /v1/mails/{id}').gives<MailPreview>();
/** RFC 8058 one-click: the token names person and message. */
export const unsubscribe = route('unsubscribe', 'POST /v1/unsubscribe/{token}').gives<null>();
/** The page behind a mail's unsubscribe link: asks once more, with a button. */
export const confirmUnsubscribe = route('confirm-unsubscribe', 'GET /v1/unsubscribe/{token}').gives<string>();
