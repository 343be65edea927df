import { Module } from '@nestjs/common';
import { TenantDay } from '../identity/tenant-day.js';
import { CorrectSessions } from './ledger/correct-sessions.js';
import { ListHistory } from './ledger/list-history.js';
import { RedeemSession } from './ledger/redeem-session.js';
import { ReverseRedemption } from './ledger/reverse-redemption.js';
import { ListCustomerPackages } from './sold/list-customer-packages.js';
import { ListOwnPackages } from './sold/list-own-packages.js';
import { ListPackages } from './sold/list-packages.js';
import { ReadOwnPackage } from './sold/read-own-package.js';
import { ReadPackage } from './sold/read-package.js';

/** What a salon sold in advance, and the ledger of its use. */
@Module({
  controllers: [
    ListOwnPackages,
    ReadOwnPackage,
    ListPackages,
    ReadPackage,
    ListCustomerPackages,
    RedeemSession,
    ReverseRedemption,
    CorrectSessions,
    ListHistory,
  ],
  providers: [TenantDay],
})
export class PackagesModule {}
