import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Admission } from './admission.js';
import { CustomerTokens } from './customer-tokens.js';
import { SiteKeys } from './site-keys.js';

/** Who is who: sessions, members, keys, customer tokens. */
@Module({
  controllers: [],
  providers: [SiteKeys, CustomerTokens, { provide: APP_GUARD, useClass: Admission }],
  exports: [SiteKeys],
})
export class IdentityModule {}
