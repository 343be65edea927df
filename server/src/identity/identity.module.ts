import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Admission } from './admission.js';
import { ApiKeys } from './api-keys.js';
import { CustomerTokens } from './customer-tokens.js';
import { Guesses } from './guesses.js';
import { ChooseLanguage } from './session/choose-language.js';
import { ReadSession } from './session/read-session.js';
import { SignIn } from './session/sign-in.js';
import { SignOut } from './session/sign-out.js';
import { SwitchTenant } from './session/switch-tenant.js';
import { Sessions } from './sessions.js';
import { SiteKeys } from './site-keys.js';

/** Who is who: sessions, members, keys, customer tokens. */
@Module({
  controllers: [SignIn, ReadSession, SignOut, SwitchTenant, ChooseLanguage],
  providers: [Sessions, Guesses, SiteKeys, ApiKeys, CustomerTokens, { provide: APP_GUARD, useClass: Admission }],
  exports: [SiteKeys],
})
export class IdentityModule {}
