import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { Decide } from './decide.js';
import { LiveModule } from './live/live.module.js';
import { StreamEvents } from './live/stream-events.js';
import { StreamOwnEvents } from './live/stream-own-events.js';
import { MailModule } from './mail/mail.module.js';
import { SendMail } from './mail/send-mail.js';
import { Sweep } from './sweep.js';

/** Who is told of what, by which channel. Features declare their messages with `Messages`. */
@Module({
  imports: [IdentityModule, MailModule, LiveModule],
  controllers: [StreamEvents, StreamOwnEvents],
  providers: [Decide, SendMail, Sweep],
})
export class NotificationsModule {}
