import { Module } from '@nestjs/common';
import { TenantDay } from '../identity/tenant-day.js';
import { MailModule } from '../notifications/mail/mail.module.js';
import { SupportModule } from '../support/support.module.js';
import { ListCalls } from './calls/list-calls.js';
import { TickCall } from './calls/tick-call.js';
import { FreezePackage } from './care/freeze-package.js';
import { ProposeRenewal } from './care/propose-renewal.js';
import { ProposeTransfer } from './care/propose-transfer.js';
import { RenewPackage } from './care/renew-package.js';
import { ThawPackage } from './care/thaw-package.js';
import { TransferSessions } from './care/transfer-sessions.js';
import { ExtendPackages } from './extend/extend-packages.js';
import { ListExtensionResults } from './extend/list-extension-results.js';
import { ListExtensions } from './extend/list-extensions.js';
import { PreviewExtension } from './extend/preview-extension.js';
import { ReadExtension } from './extend/read-extension.js';
import { RunExtensions } from './extend/run-extensions.js';
import { UndoExtension } from './extend/undo-extension.js';
import { CheckKeptCode } from './ledger/check-kept-code.js';
import { CorrectSessions } from './ledger/correct-sessions.js';
import { ListHistory } from './ledger/list-history.js';
import { ListOwnHistory } from './ledger/list-own-history.js';
import { RedeemSession } from './ledger/redeem-session.js';
import { ReverseRedemption } from './ledger/reverse-redemption.js';
import { VerifyHistories } from './ledger/verify-histories.js';
import { VerifyOwnPackage } from './ledger/verify-own-package.js';
import { VerifyPackage } from './ledger/verify-package.js';
import { ListLetterResults } from './letters/list-letter-results.js';
import { ListLetters } from './letters/list-letters.js';
import { PreviewLetter } from './letters/preview-letter.js';
import { ReadLetter } from './letters/read-letter.js';
import { RunLetters } from './letters/run-letters.js';
import { SendLetter } from './letters/send-letter.js';
import { OpenPackageTicket } from './matters/open-package-ticket.js';
import { ReadPackageMatter } from './matters/read-package-matter.js';
import { SettlePackageMatter } from './matters/settle-package-matter.js';
import { PackageMessages } from './messages/package-messages.js';
import { ListDebts } from './money/list-debts.js';
import { ProposeRefund } from './money/propose-refund.js';
import { RefundPayment } from './money/refund-payment.js';
import { ReversePayment } from './money/reverse-payment.js';
import { TakePayment } from './money/take-payment.js';
import { ListNotes } from './notes/list-notes.js';
import { NoteOnPackage } from './notes/note-on-package.js';
import { PinNote } from './notes/pin-note.js';
import { CreateTemplate } from './offer/create-template.js';
import { EditTemplate } from './offer/edit-template.js';
import { ListTemplates } from './offer/list-templates.js';
import { ChangePackageSettings } from './reminders/change-package-settings.js';
import { ReadPackageSettings } from './reminders/read-package-settings.js';
import { RemindCustomers } from './reminders/remind-customers.js';
import { ExportPackageReport } from './reports/export-package-report.js';
import { ReadPackageReport } from './reports/read-package-report.js';
import { CancelPackage } from './sold/cancel-package.js';
import { ChangeExpiry } from './sold/change-expiry.js';
import { ExportPackages } from './sold/export/export-packages.js';
import { ListCustomerPackages } from './sold/list-customer-packages.js';
import { ListOwnPackages } from './sold/list-own-packages.js';
import { ListPackages } from './sold/list-packages.js';
import { ListServiceNames } from './sold/list-service-names.js';
import { ReadOwnPackage } from './sold/read-own-package.js';
import { ReadPackage } from './sold/read-package.js';
import { SellPackage } from './sold/sell-package.js';
import { TotalPackages } from './sold/total-packages.js';
import { ListTodaysRedemptions } from './today/list-todays-redemptions.js';
import { TotalTodaysPayments } from './today/total-todays-payments.js';

/** What a salon sold in advance, and the ledger of its use. */
@Module({
  imports: [MailModule, SupportModule],
  controllers: [
    ListOwnPackages,
    ReadOwnPackage,
    ListOwnHistory,
    OpenPackageTicket,
    ReadPackageMatter,
    SettlePackageMatter,
    ListTemplates,
    CreateTemplate,
    EditTemplate,
    SellPackage,
    ListPackages,
    TotalPackages,
    ListServiceNames,
    ListTodaysRedemptions,
    TotalTodaysPayments,
    ListCalls,
    TickCall,
    ExportPackages,
    ReadPackage,
    ListCustomerPackages,
    RedeemSession,
    ReverseRedemption,
    CorrectSessions,
    TakePayment,
    ReversePayment,
    RefundPayment,
    ProposeRefund,
    ListDebts,
    ChangeExpiry,
    CancelPackage,
    FreezePackage,
    ThawPackage,
    ProposeTransfer,
    TransferSessions,
    ProposeRenewal,
    RenewPackage,
    PreviewExtension,
    ExtendPackages,
    ListExtensions,
    ReadExtension,
    ListExtensionResults,
    UndoExtension,
    PreviewLetter,
    SendLetter,
    ListLetters,
    ReadLetter,
    ListLetterResults,
    ListNotes,
    NoteOnPackage,
    PinNote,
    VerifyPackage,
    VerifyOwnPackage,
    CheckKeptCode,
    ReadPackageReport,
    ExportPackageReport,
    ReadPackageSettings,
    ChangePackageSettings,
    ListHistory,
  ],
  providers: [TenantDay, PackageMessages, RemindCustomers, RunExtensions, RunLetters, VerifyHistories],
})
export class PackagesModule {}
