import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { Decide } from './decide.js';
import { LiveModule } from './live/live.module.js';
import { StreamEvents } from './live/stream-events.js';
import { StreamOwnEvents } from './live/stream-own-events.js';
import { ListMails } from './log/list-mails.js';
import { ReadMail } from './log/read-mail.js';
import { MailModule } from './mail/mail.module.js';
import { SendMail } from './mail/send-mail.js';
import { SumUp } from './sum-up.js';
import { Sweep } from './sweep.js';
import { ConfirmUnsubscribe } from './unsubscribe/confirm-unsubscribe.js';
import { Unsubscribe } from './unsubscribe/unsubscribe.js';

/** Who is told of what, by which channel. Features declare their messages with `Messages`. */
@Module({
  imports: [IdentityModule, MailModule, LiveModule],
  controllers: [StreamEvents, StreamOwnEvents, ListMails, ReadMail, ConfirmUnsubscribe, Unsubscribe],
  providers: [Decide, SendMail, SumUp, Sweep],
})
export class NotificationsModule {}
