import type { PageInput } from '../page.dto.js';
import type { Page } from '../page.js';
import { type Nothing, route } from '../route.js';
import type { ChangeFileSettings } from './file-settings.dto.js';
import type { FileSettings } from './file-settings.js';
import type { FileTicket } from './file-ticket.dto.js';
import type { ListOwnTickets, ListTickets } from './list-tickets.dto.js';
import type { AssignTicket, CloseTicket, EditTicket, MoveTicket } from './move-ticket.dto.js';
import type { FollowUpTicket, OpenTicket, TicketWords } from './open-ticket.dto.js';
import type { PlainTicket } from './plain-ticket.dto.js';
import type { NoteOnTicket, ReplyToTicket, RequesterMessage } from './reply.dto.js';
import type {
  ActivityEntry,
  Challenge,
  Desk,
  EmbedConfig,
  Message,
  OwnTicketDetail,
  OwnTicketRow,
  TicketCounts,
  TicketDetail,
  TicketReceipt,
  TicketRow,
  TicketState,
  UploadReceipt,
} from './ticket.js';

// The embed's and a ticket pass's doors: a visitor, a signed-in customer, or someone who followed the link in a mail.
export const readEmbedConfig = route('read-embed-config', 'GET /v1/embed/config').gives<EmbedConfig>();
export const readChallenge = route('read-challenge', 'GET /v1/embed/challenge').gives<Challenge>();
/** multipart/form-data with one part `file`. */
export const uploadFile = route('upload-file', 'POST /v1/embed/uploads').gives<UploadReceipt>();
export const openTicket = route('open-ticket', 'POST /v1/embed/tickets').takes<OpenTicket>().gives<TicketReceipt>();
/**
 * application/x-www-form-urlencoded from a page without script; the answer is a page. The first time it shows what was written and asks to send it (200);
 * its own form carries `check`, and then the ticket is opened (201).
 */
export const openTicketByPlainForm = route('open-ticket-by-plain-form', 'POST /v1/embed/plain-tickets')
  .takes<PlainTicket>()
  .gives<string>();
export const listOwnTickets = route('list-own-tickets', 'GET /v1/embed/tickets')
  .takes<ListOwnTickets>()
  .gives<Page<OwnTicketRow>>();
export const readOwnTicket = route('read-own-ticket', 'GET /v1/embed/tickets/{id}').gives<OwnTicketDetail>();
export const replyToOwnTicket = route('reply-to-own-ticket', 'POST /v1/embed/tickets/{id}/messages')
  .takes<RequesterMessage>()
  .gives<TicketState>();
export const closeOwnTicket = route('close-own-ticket', 'POST /v1/embed/tickets/{id}/close')
  .takes<CloseTicket>()
  .gives<TicketState>();
/** The public messages before those an own ticket came with, newest first. */
export const listOwnMessages = route('list-own-messages', 'GET /v1/embed/tickets/{id}/messages')
  .takes<PageInput>()
  .gives<Page<Message>>();
/** The ticket behind a mail's link (`Authorization: Bearer vt_…`). */
export const readPassedTicket = route('read-passed-ticket', 'GET /v1/embed/ticket').gives<OwnTicketDetail>();
/** A new ticket after the closed one behind a mail's link; `pass` opens it. */
export const followUpPassedTicket = route('follow-up-passed-ticket', 'POST /v1/embed/ticket/follow-ups')
  .takes<FollowUpTicket>()
  .gives<TicketReceipt & { pass: string }>();
/** The page behind "this was not me" in a mail to an address that is not confirmed: asks once more, with a button. */
export const confirmDisownTicket = route('confirm-disown-ticket', 'GET /v1/disown/{token}').gives<string>();
/** Closes the ticket as withdrawn, ends its mails to the address and blocks receipts to it for 30 days; the answer is a page. */
export const disownTicket = route('disown-ticket', 'POST /v1/disown/{token}').gives<string>();
export const downloadOwnFile = route('download-own-file', 'GET /v1/embed/files/{id}').gives<Blob>();

// The desk's verbs: staff by session, integrations by API key.
export const readDesk = route('read-desk', 'GET /v1/desk').gives<Desk>();
export const listTickets = route('list-tickets', 'GET /v1/tickets').takes<ListTickets>().gives<Page<TicketRow>>();
export const fileTicket = route('file-ticket', 'POST /v1/tickets').takes<FileTicket>().gives<TicketReceipt>();
export const readTicket = route('read-ticket', 'GET /v1/tickets/{id}').gives<TicketDetail>();
export const listMessages = route('list-messages', 'GET /v1/tickets/{id}/messages')
  .takes<PageInput>()
  .gives<Page<Message>>();
export const editTicket = route('edit-ticket', 'PATCH /v1/tickets/{id}').takes<EditTicket>().gives<TicketState>();
export const replyToTicket = route('reply-to-ticket', 'POST /v1/tickets/{id}/replies')
  .takes<ReplyToTicket>()
  .gives<TicketState>();
export const noteOnTicket = route('note-on-ticket', 'POST /v1/tickets/{id}/notes')
  .takes<NoteOnTicket>()
  .gives<TicketState>();
export const moveTicket = route('move-ticket', 'POST /v1/tickets/{id}/status').takes<MoveTicket>().gives<TicketState>();
export const assignTicket = route('assign-ticket', 'POST /v1/tickets/{id}/assignment')
  .takes<AssignTicket>()
  .gives<TicketState>();
/** Ends every link to the ticket that mails carried so far; the next mail carries a new one. */
export const endTicketLinks = route('end-ticket-links', 'DELETE /v1/tickets/{id}/links').gives<Nothing>();
export const listActivity = route('list-activity', 'GET /v1/tickets/{id}/activity')
  .takes<PageInput>()
  .gives<Page<ActivityEntry>>();
export const countTickets = route('count-tickets', 'GET /v1/ticket-counts').gives<TicketCounts>();
/** multipart/form-data with one part `file`. */
export const uploadDeskFile = route('upload-desk-file', 'POST /v1/uploads').gives<UploadReceipt>();
export const downloadFile = route('download-file', 'GET /v1/files/{id}').gives<Blob>();
export const readFileSettings = route('read-file-settings', 'GET /v1/file-settings').gives<FileSettings>();
export const changeFileSettings = route('change-file-settings', 'PUT /v1/file-settings')
  .takes<ChangeFileSettings>()
  .gives<FileSettings>();

// A tenant's staff as requester of the platform's desk (BS-01, BS-11).
export const readSupportDesk = route('read-support-desk', 'GET /v1/support-desk').gives<Desk>();
export const listSupportRequests = route('list-support-requests', 'GET /v1/support-requests')
  .takes<ListOwnTickets>()
  .gives<Page<OwnTicketRow>>();
export const countSupportRequests = route(
  'count-support-requests',
  'GET /v1/support-request-counts',
).gives<TicketCounts>();
export const openSupportRequest = route('open-support-request', 'POST /v1/support-requests')
  .takes<TicketWords>()
  .gives<TicketReceipt>();
export const readSupportRequest = route(
  'read-support-request',
  'GET /v1/support-requests/{id}',
).gives<OwnTicketDetail>();
export const listSupportMessages = route('list-support-messages', 'GET /v1/support-requests/{id}/messages')
  .takes<PageInput>()
  .gives<Page<Message>>();
export const replyToSupportRequest = route('reply-to-support-request', 'POST /v1/support-requests/{id}/messages')
  .takes<RequesterMessage>()
  .gives<TicketState>();
export const closeSupportRequest = route('close-support-request', 'POST /v1/support-requests/{id}/close')
  .takes<CloseTicket>()
  .gives<TicketState>();
export const uploadSupportFile = route('upload-support-file', 'POST /v1/support-uploads').gives<UploadReceipt>();
export const downloadSupportFile = route('download-support-file', 'GET /v1/support-files/{id}').gives<Blob>();

export type { Nothing };
