import { Module } from '@nestjs/common';
import { Messages } from '../message.js';
import { MailAllowance } from './mail-allowance.js';
import { Post } from './post.js';

/** What features say and where they drop it. Needs nothing but the platform, so every feature may import it. */
@Module({ providers: [Messages, Post, MailAllowance], exports: [Messages, Post, MailAllowance] })
export class MailModule {}
