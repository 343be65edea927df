import { Module } from '@nestjs/common';
import { Post } from './post.js';

/** The outbox. Identity writes its own mails through `Post`, so this module needs nothing but the platform. */
@Module({ providers: [Post], exports: [Post] })
export class MailModule {}
