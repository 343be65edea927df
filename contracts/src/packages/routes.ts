import type { PageInput } from '../page.dto.js';
import type { Page } from '../page.js';
import { route } from '../route.js';
import type { TicketReceipt } from '../support/ticket.js';
import type { CancelPackage } from './cancel-package.dto.js';
import type { ChangeExpiry } from './change-expiry.dto.js';
import type { CorrectSessions } from './correct-sessions.dto.js';
import type { ExtendPackages, ListExtensionResults, PreviewExtension } from './extend-packages.dto.js';
import type { FreezePackage, ThawPackage } from './freeze-package.dto.js';
import type { ListCalls, TickCall } from './list-calls.dto.js';
import type {
  ExportPackages,
  ListCustomerPackages,
  ListOwnPackages,
  ListPackages,
  PackageFilter,
} from './list-packages.dto.js';
import type { ListServiceNames } from './list-service-names.dto.js';
import type { NoteOnPackage, PinNote } from './note.dto.js';
import type { OpenPackageTicket } from './open-package-ticket.dto.js';
import type {
  DebtPage,
  HistoryPage,
  LedgerReceipt,
  OwnHistoryPage,
  PackageCard,
  PackageNote,
  PackageReceipt,
  PackageTotals,
  RefundProposal,
  RenewalProposal,
  TransferProposal,
  TransferReceipt,
  Verification,
} from './package.js';
import type { PackageCall } from './package-call.js';
import type { ExtensionPreview, ExtensionResult, PackageExtension } from './package-extension.js';
import type { LetterPreview, LetterResult, PackageLetter } from './package-letter.js';
import type { PackageMatter, SettlementReceipt } from './package-matter.js';
import type { ExportPackageReport, ReadPackageReport } from './package-report.dto.js';
import type { PackageReport } from './package-report.js';
import type { ChangePackageSettings } from './package-settings.dto.js';
import type { PackageSettings } from './package-settings.js';
import type { CreateTemplate, EditTemplate, ListTemplates } from './package-template.dto.js';
import type { PackageTemplate } from './package-template.js';
import type { RefundPayment, ReversePayment, TakePayment } from './payment.dto.js';
import type { RedeemSession, ReverseRedemption } from './redeem-session.dto.js';
import type { RenewPackage } from './renew-package.dto.js';
import type { SellPackage } from './sell-package.dto.js';
import type { SettlePackageMatter } from './settle-package-matter.dto.js';
import type { TodaysPayments, TodaysRedemptions } from './todays.js';
import type { ProposeTransfer, TransferSessions } from './transfer-sessions.dto.js';
import type { VerifyPackage } from './verify-package.dto.js';
import type { ListLetterResults, PreviewLetter, SendLetter } from './write-letter.dto.js';

// The customer's own cards.
export const listOwnPackages = route('list-own-packages', 'GET /v1/embed/packages')
  .takes<ListOwnPackages>()
  .gives<{ items: PackageCard[] }>();
export const readOwnPackage = route('read-own-package', 'GET /v1/embed/packages/{id}').gives<PackageCard>();
/** PK-21: newest first. */
export const listOwnHistory = route('list-own-history', 'GET /v1/embed/packages/{id}/history')
  .takes<PageInput>()
  .gives<OwnHistoryPage>();
/**
 * PK-21: "Something wrong?" about a step, or a wish to renew. While a ticket about the same step (for a renewal: the same
 * package) is not closed, `already-open` with `ticket: {id, number}`: the customer writes there.
 */
export const openPackageTicket = route('open-package-ticket', 'POST /v1/embed/packages/{id}/tickets')
  .takes<OpenPackageTicket>()
  .gives<TicketReceipt>();

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
  .gives<HistoryPage>();

// What is on offer, and its sale. OWNER and MANAGER change templates; whoever sells reads them (PK-20).
export const listTemplates = route('list-templates', 'GET /v1/package-templates')
  .takes<ListTemplates>()
  .gives<Page<PackageTemplate>>();
export const createTemplate = route('create-template', 'POST /v1/package-templates')
  .takes<CreateTemplate>()
  .gives<PackageTemplate>();
export const editTemplate = route('edit-template', 'PUT /v1/package-templates/{id}')
  .takes<EditTemplate>()
  .gives<PackageTemplate>();
/** OWNER, MANAGER, RECEPTION. */
export const sellPackage = route('sell-package', 'POST /v1/packages').takes<SellPackage>().gives<PackageReceipt>();

// Money. Payments and their reversal: OWNER, MANAGER, RECEPTION; refunds: OWNER, MANAGER.
export const takePayment = route('take-payment', 'POST /v1/packages/{id}/payments')
  .takes<TakePayment>()
  .gives<PackageReceipt>();
/** PK-12: once. RECEPTION only what that person entered. */
export const reversePayment = route('reverse-payment', 'POST /v1/packages/{id}/payments/{pid}/reversal')
  .takes<ReversePayment>()
  .gives<PackageReceipt>();
export const refundPayment = route('refund-payment', 'POST /v1/packages/{id}/refunds')
  .takes<RefundPayment>()
  .gives<PackageReceipt>();
export const proposeRefund = route('propose-refund', 'GET /v1/packages/{id}/refund-proposal').gives<RefundProposal>();
/** OWNER, MANAGER, RECEPTION. */
export const listDebts = route('list-debts', 'GET /v1/package-debts').takes<PageInput>().gives<DebtPage>();

// The panel behind the pencil, and the end: OWNER, MANAGER.
/** PK-09…PK-11. The date it has already changes nothing. */
export const changeExpiry = route('change-expiry', 'POST /v1/packages/{id}/expiry')
  .takes<ChangeExpiry>()
  .gives<PackageReceipt>();
export const cancelPackage = route('cancel-package', 'POST /v1/packages/{id}/cancellation')
  .takes<CancelPackage>()
  .gives<PackageReceipt>();

// PK-19, care: OWNER, MANAGER; a renewal also RECEPTION.
/** Refused while a freeze is planned or running: thaw it first. */
export const freezePackage = route('freeze-package', 'POST /v1/packages/{id}/freeze')
  .takes<FreezePackage>()
  .gives<PackageReceipt>();
/** Where nothing is frozen it changes nothing. */
export const thawPackage = route('thaw-package', 'POST /v1/packages/{id}/thaw')
  .takes<ThawPackage>()
  .gives<PackageReceipt>();
export const proposeTransfer = route('propose-transfer', 'GET /v1/packages/{id}/transfer-proposal')
  .takes<ProposeTransfer>()
  .gives<TransferProposal>();
export const transferSessions = route('transfer-sessions', 'POST /v1/packages/{id}/transfers')
  .takes<TransferSessions>()
  .gives<TransferReceipt>();
export const proposeRenewal = route(
  'propose-renewal',
  'GET /v1/packages/{id}/renewal-proposal',
).gives<RenewalProposal>();
/** The receipt is the new package's. */
export const renewPackage = route('renew-package', 'POST /v1/packages/{id}/renewal')
  .takes<RenewPackage>()
  .gives<PackageReceipt>();

// PK-19, many at once: OWNER, MANAGER. It runs on after the answer; `read-extension` says how far it is.
export const previewExtension = route('preview-extension', 'GET /v1/package-extension-preview')
  .takes<PreviewExtension>()
  .gives<ExtensionPreview>();
export const extendPackages = route('extend-packages', 'POST /v1/package-extensions')
  .takes<ExtendPackages>()
  .gives<PackageExtension>();
/** Newest first. */
export const listExtensions = route('list-extensions', 'GET /v1/package-extensions')
  .takes<PageInput>()
  .gives<Page<PackageExtension>>();
export const readExtension = route('read-extension', 'GET /v1/package-extensions/{id}').gives<PackageExtension>();
export const listExtensionResults = route('list-extension-results', 'GET /v1/package-extensions/{id}/packages')
  .takes<ListExtensionResults>()
  .gives<Page<ExtensionResult>>();
/** Those that changed since stay as they are. Undone already, it changes nothing. */
export const undoExtension = route('undo-extension', 'POST /v1/package-extensions/{id}/undo').gives<PackageExtension>();

// PK-06, a letter to many: OWNER, MANAGER. It is sent after the answer; `read-letter` says how far it is.
export const previewLetter = route('preview-letter', 'POST /v1/package-letter-previews')
  .takes<PreviewLetter>()
  .gives<LetterPreview>();
/** `sent-before` with `before` where the same words went out lately and `again` is not set. */
export const sendLetter = route('send-letter', 'POST /v1/package-letters').takes<SendLetter>().gives<PackageLetter>();
/** Newest first. */
export const listLetters = route('list-letters', 'GET /v1/package-letters')
  .takes<PageInput>()
  .gives<Page<PackageLetter>>();
export const readLetter = route('read-letter', 'GET /v1/package-letters/{id}').gives<PackageLetter>();
export const listLetterResults = route('list-letter-results', 'GET /v1/package-letters/{id}/customers')
  .takes<ListLetterResults>()
  .gives<Page<LetterResult>>();

// Notes: everybody who redeems.
/** PK-15: pinned ones first, then the newest. */
export const listNotes = route('list-notes', 'GET /v1/packages/{id}/notes').gives<{ items: PackageNote[] }>();
export const noteOnPackage = route('note-on-package', 'POST /v1/packages/{id}/notes')
  .takes<NoteOnPackage>()
  .gives<PackageNote>();
export const pinNote = route('pin-note', 'PATCH /v1/packages/{id}/notes/{nid}').takes<PinNote>().gives<PackageNote>();

// Customer Packages: OWNER, MANAGER, RECEPTION see totals; OWNER, MANAGER export.
export const totalPackages = route('total-packages', 'GET /v1/package-totals')
  .takes<PackageFilter>()
  .gives<PackageTotals>();
/** PK-06: text/csv with a byte order mark, every package that passes the filters; no cell is a formula. */
export const exportPackages = route('export-packages', 'GET /v1/package-export').takes<ExportPackages>().gives<Blob>();

// PK-22: whether the history is whole.
export const verifyPackage = route('verify-package', 'GET /v1/packages/{id}/verification')
  .takes<VerifyPackage>()
  .gives<Verification>();
export const verifyOwnPackage = route('verify-own-package', 'GET /v1/embed/packages/{id}/verification')
  .takes<VerifyPackage>()
  .gives<Verification>();
/** The page behind a package mail's link, HTML: whether the code of that mail still fits. */
export const checkKeptCode = route('check-kept-code', 'GET /v1/package-check/{token}').gives<string>();

// PK-21, at the desk: beside the thread of a ticket about a package. Whoever works at the desk, within the settle limits.
export const readPackageMatter = route(
  'read-package-matter',
  'GET /v1/tickets/{id}/package-matter',
).gives<PackageMatter>();
/** The remedy and the reply in one transaction. A second remedy on the same ticket only with `again` (else `already-settled`). */
export const settlePackageMatter = route('settle-package-matter', 'POST /v1/tickets/{id}/settlements')
  .takes<SettlePackageMatter>()
  .gives<SettlementReceipt>();

// PK-17: OWNER, MANAGER.
export const readPackageSettings = route('read-package-settings', 'GET /v1/package-settings').gives<PackageSettings>();
export const changePackageSettings = route('change-package-settings', 'PUT /v1/package-settings')
  .takes<ChangePackageSettings>()
  .gives<PackageSettings>();

// The front desk's day.
/** PK-07: what was redeemed today, by everybody, newest first. */
export const listTodaysRedemptions = route('list-todays-redemptions', 'GET /v1/todays-redemptions')
  .takes<PageInput>()
  .gives<TodaysRedemptions>();
/** PK-12: what was taken and given back today. OWNER, MANAGER, RECEPTION. */
export const totalTodaysPayments = route('total-todays-payments', 'GET /v1/todays-payments').gives<TodaysPayments>();
/** PK-06: at most 20 names of services, by name. */
export const listServiceNames = route('list-service-names', 'GET /v1/package-service-names')
  .takes<ListServiceNames>()
  .gives<{ items: string[] }>();
/** PK-17: what could not be delivered, for calling. OWNER, MANAGER, RECEPTION. */
export const listCalls = route('list-calls', 'GET /v1/package-calls').takes<ListCalls>().gives<Page<PackageCall>>();
/** PK-17: she was called, or was not after all. */
export const tickCall = route('tick-call', 'PATCH /v1/package-calls/{id}').takes<TickCall>().gives<PackageCall>();

// PK-18: OWNER, MANAGER.
export const readPackageReport = route('read-package-report', 'GET /v1/package-report')
  .takes<ReadPackageReport>()
  .gives<PackageReport>();
/** text/csv with a byte order mark; no cell is a formula. */
export const exportPackageReport = route('export-package-report', 'GET /v1/package-report-export')
  .takes<ExportPackageReport>()
  .gives<Blob>();
