import type { PageInput } from '../page.dto.js';
import type { Page } from '../page.js';
import { route } from '../route.js';
import type { CorrectSessions } from './correct-sessions.dto.js';
import type { ListCustomerPackages, ListOwnPackages, ListPackages } from './list-packages.dto.js';
import type { HistoryEntry, LedgerReceipt, PackageCard } from './package.js';
import type { RedeemSession, ReverseRedemption } from './redeem-session.dto.js';

// The customer's own cards.
export const listOwnPackages = route('list-own-packages', 'GET /v1/embed/packages')
  .takes<ListOwnPackages>()
  .gives<{ items: PackageCard[] }>();
export const readOwnPackage = route('read-own-package', 'GET /v1/embed/packages/{id}').gives<PackageCard>();

// The salon's staff.
export const listPackages = route('list-packages', 'GET /v1/packages').takes<ListPackages>().gives<Page<PackageCard>>();
export const readPackage = route('read-package', 'GET /v1/packages/{id}').gives<PackageCard>();
export const listCustomerPackages = route('list-customer-packages', 'GET /v1/customers/{id}/packages')
  .takes<ListCustomerPackages>()
  .gives<Page<PackageCard>>();
export const redeemSession = route('redeem-session', 'POST /v1/packages/{id}/redemptions')
  .takes<RedeemSession>()
  .gives<LedgerReceipt>();
export const reverseRedemption = route('reverse-redemption', 'POST /v1/packages/{id}/redemptions/{rid}/reversal')
  .takes<ReverseRedemption>()
  .gives<LedgerReceipt>();
export const correctSessions = route('correct-sessions', 'POST /v1/packages/{id}/corrections')
  .takes<CorrectSessions>()
  .gives<LedgerReceipt>();
/** PK-16: oldest first, with the balance after each. */
export const listHistory = route('list-history', 'GET /v1/packages/{id}/history')
  .takes<PageInput>()
  .gives<Page<HistoryEntry>>();
