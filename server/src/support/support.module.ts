import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { LiveModule } from '../notifications/live/live.module.js';
import { MailModule } from '../notifications/mail/mail.module.js';
import { ChangeFileSettings } from './configuration/change-file-settings.js';
import { ReadDesk } from './configuration/read-desk.js';
import { ReadEmbedConfig } from './configuration/read-embed-config.js';
import { ReadFileSettings } from './configuration/read-file-settings.js';
import { ConfirmDisownTicket } from './disown/confirm-disown-ticket.js';
import { DisownTicket } from './disown/disown-ticket.js';
import { TicketMessages } from './messages/ticket-messages.js';
import { CloseSupportRequest } from './requests/close-support-request.js';
import { CountSupportRequests } from './requests/count-support-requests.js';
import { ListSupportMessages } from './requests/list-support-messages.js';
import { ListSupportRequests } from './requests/list-support-requests.js';
import { OpenSupportRequest } from './requests/open-support-request.js';
import { ReadSupportDesk } from './requests/read-support-desk.js';
import { ReadSupportRequest } from './requests/read-support-request.js';
import { ReplyToSupportRequest } from './requests/reply-to-support-request.js';
import { StreamSupportEvents } from './requests/stream-support-events.js';
import { DownloadFile } from './thread/download-file.js';
import { DownloadOwnFile } from './thread/download-own-file.js';
import { DownloadSupportFile } from './thread/download-support-file.js';
import { UploadDeskFile } from './thread/upload-desk-file.js';
import { UploadFile } from './thread/upload-file.js';
import { UploadSupportFile } from './thread/upload-support-file.js';
import { AssignTicket } from './tickets/assign-ticket.js';
import { CloseOwnTicket } from './tickets/close-own-ticket.js';
import { CloseSilentTickets } from './tickets/close-silent-tickets.js';
import { CountTickets } from './tickets/count-tickets.js';
import { EditTicket } from './tickets/edit-ticket.js';
import { EndTicketLinks } from './tickets/end-ticket-links.js';
import { FileTicket } from './tickets/file-ticket.js';
import { FollowUpPassedTicket } from './tickets/follow-up-passed-ticket.js';
import { ListActivity } from './tickets/list-activity.js';
import { ListMessages } from './tickets/list-messages.js';
import { ListOwnMessages } from './tickets/list-own-messages.js';
import { ListOwnTickets } from './tickets/list-own-tickets.js';
import { ListTickets } from './tickets/list-tickets.js';
import { MoveTicket } from './tickets/move-ticket.js';
import { NoteOnTicket } from './tickets/note-on-ticket.js';
import { OpenTicket } from './tickets/open-ticket.js';
import { OpenTicketByPlainForm } from './tickets/open-ticket-by-plain-form.js';
import { ProofOfWork } from './tickets/proof-of-work.js';
import { ReadChallenge } from './tickets/read-challenge.js';
import { ReadOwnTicket } from './tickets/read-own-ticket.js';
import { ReadPassedTicket } from './tickets/read-passed-ticket.js';
import { ReadTicket } from './tickets/read-ticket.js';
import { ReplyToOwnTicket } from './tickets/reply-to-own-ticket.js';
import { ReplyToTicket } from './tickets/reply-to-ticket.js';
import { Requesters } from './tickets/requesters.js';

/** The support desk: its table of contents. */
@Module({
  imports: [IdentityModule, LiveModule, MailModule],
  controllers: [
    // A page, a portal, a mail's link
    ReadEmbedConfig,
    ReadChallenge,
    OpenTicket,
    OpenTicketByPlainForm,
    ListOwnTickets,
    ListOwnMessages,
    ReadPassedTicket,
    FollowUpPassedTicket,
    ReadOwnTicket,
    ReplyToOwnTicket,
    CloseOwnTicket,
    ConfirmDisownTicket,
    DisownTicket,
    // The desk
    ReadDesk,
    ListTickets,
    CountTickets,
    FileTicket,
    ReadTicket,
    ListMessages,
    ListActivity,
    ReplyToTicket,
    NoteOnTicket,
    MoveTicket,
    AssignTicket,
    EndTicketLinks,
    EditTicket,
    // A salon writing to the platform
    ReadSupportDesk,
    ListSupportRequests,
    ListSupportMessages,
    CountSupportRequests,
    OpenSupportRequest,
    ReadSupportRequest,
    ReplyToSupportRequest,
    CloseSupportRequest,
    StreamSupportEvents,
    // Files
    UploadFile,
    DownloadOwnFile,
    UploadDeskFile,
    DownloadFile,
    UploadSupportFile,
    DownloadSupportFile,
    ReadFileSettings,
    ChangeFileSettings,
  ],
  providers: [Requesters, ProofOfWork, TicketMessages, CloseSilentTickets],
  exports: [Requesters],
})
export class SupportModule {}
