import { Foundation1764000000000 } from './1764000000000-foundation.js';
import { Support1764000000001 } from './1764000000001-support.js';
import { Packages1764000000002 } from './1764000000002-packages.js';
import { Notifications1764000000003 } from './1764000000003-notifications.js';
import { LedgerProof1764000000004 } from './1764000000004-ledger-proof.js';
import { Wall1764000000009 } from './1764000000009-wall.js';
import { Figures1764000000010 } from './1764000000010-figures.js';
import { UploadQuotas1764000000021 } from './1764000000021-upload-quotas.js';
import { Limits1764000000022 } from './1764000000022-limits.js';
import { MailLimits1764000000023 } from './1764000000023-mail-limits.js';
import { Logins1764000000024 } from './1764000000024-logins.js';
import { SecurityEvents1764000000025 } from './1764000000025-security-events.js';
import { SealedSecrets1764000000026 } from './1764000000026-sealed-secrets.js';
import { LastRedemption1764000000027 } from './1764000000027-last-redemption.js';
import { BoundedSearch1764000000028 } from './1764000000028-bounded-search.js';
import { VerifiedScope1764000000029 } from './1764000000029-verified-scope.js';
import { CustomerWall1764000000030 } from './1764000000030-customer-wall.js';
import { ClosedDefiners1764000000031 } from './1764000000031-closed-definers.js';
import { LighterCustomerWall1764000000032 } from './1764000000032-lighter-customer-wall.js';
import { ClosedScope1764000000033 } from './1764000000033-closed-scope.js';
import { NamedInDetail1764000000034 } from './1764000000034-named-in-detail.js';
import { PaidInCoins1764000000035 } from './1764000000035-paid-in-coins.js';

/**
 * In order. `Wall…009` gives each table that had a tenant by then its policy; a later migration that makes a table writes the policy
 * itself. Last, `verified-policies.ts` makes all of them read the verified scope, after every run of the migrations.
 */
export const migrations = [
  Foundation1764000000000,
  Support1764000000001,
  Packages1764000000002,
  Notifications1764000000003,
  LedgerProof1764000000004,
  Wall1764000000009,
  Figures1764000000010,
  UploadQuotas1764000000021,
  Limits1764000000022,
  MailLimits1764000000023,
  Logins1764000000024,
  SecurityEvents1764000000025,
  SealedSecrets1764000000026,
  LastRedemption1764000000027,
  BoundedSearch1764000000028,
  VerifiedScope1764000000029,
  CustomerWall1764000000030,
  ClosedDefiners1764000000031,
  LighterCustomerWall1764000000032,
  ClosedScope1764000000033,
  NamedInDetail1764000000034,
  PaidInCoins1764000000035,
];
