import { Module } from '@nestjs/common';
import { Decide } from './decide.js';
import { MailModule } from './mail/mail.module.js';
import { SendMail } from './mail/send-mail.js';
import { Sweep } from './sweep.js';

/** Who is told of what, by which channel. Features declare their messages with `Messages`. */
@Module({ imports: [MailModule], controllers: [], providers: [Decide, SendMail, Sweep] })
export class NotificationsModule {}
