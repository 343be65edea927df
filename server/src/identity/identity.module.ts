import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { MailModule } from '../notifications/mail/mail.module.js';
import { Admission } from './admission.js';
import { ApiKeys } from './api-keys.js';
import { Authenticators } from './authenticators.js';
import { CustomerTokens } from './customer-tokens.js';
import { Guesses } from './guesses.js';
import { CreateApiKey } from './keys/create-api-key.js';
import { CreateSiteKey } from './keys/create-site-key.js';
import { EditSiteKey } from './keys/edit-site-key.js';
import { ListApiKeys } from './keys/list-api-keys.js';
import { ListSiteKeys } from './keys/list-site-keys.js';
import { RevokeApiKey } from './keys/revoke-api-key.js';
import { RevokeSiteKey } from './keys/revoke-site-key.js';
import { RotateCustomerTokenSecret } from './keys/rotate-customer-token-secret.js';
import { KnownDevices } from './known-devices.js';
import { AcceptInvitation } from './members/accept-invitation.js';
import { InviteMember } from './members/invite-member.js';
import { ListMembers } from './members/list-members.js';
import { ChangePassword } from './password/change-password.js';
import { RequestPasswordReset } from './password/request-password-reset.js';
import { ResetPassword } from './password/reset-password.js';
import { PasswordCheck } from './password-check.js';
import { ExportSecurityEvents } from './security/export-security-events.js';
import { ListOwnSecurityEvents } from './security/list-own-security-events.js';
import { ListSecurityEvents } from './security/list-security-events.js';
import { RecoveryCodeUse } from './security/recovery-code-use.js';
import { SecurityNotices } from './security/security-notices.js';
import { SecurityRecord } from './security/security-record.js';
import { SignInNotice } from './security/sign-in-notice.js';
import { CheckProof } from './session/check-proof.js';
import { ChooseLanguage } from './session/choose-language.js';
import { ConfirmCode } from './session/confirm-code.js';
import { ListSessions } from './session/list-sessions.js';
import { ProvePassword } from './session/prove-password.js';
import { ReadSession } from './session/read-session.js';
import { RevokeOtherSessions } from './session/revoke-other-sessions.js';
import { RevokeSession } from './session/revoke-session.js';
import { SignIn } from './session/sign-in.js';
import { SignOut } from './session/sign-out.js';
import { SwitchTenant } from './session/switch-tenant.js';
import { UseRecoveryCode } from './session/use-recovery-code.js';
import { Sessions } from './sessions.js';
import { SiteKeys } from './site-keys.js';
import { Standing } from './standing.js';
import { TicketLinks } from './ticket-links.js';
import { ConfirmTwoFactor } from './two-factor/confirm-two-factor.js';
import { ReadTwoFactor } from './two-factor/read-two-factor.js';
import { RemoveTwoFactor } from './two-factor/remove-two-factor.js';
import { RenewRecoveryCodes } from './two-factor/renew-recovery-codes.js';
import { SetUpTwoFactor } from './two-factor/set-up-two-factor.js';
import { UnknownCredentials } from './unknown-credentials.js';

/** Who is who: sessions, members, keys, customer tokens. */
@Module({
  imports: [MailModule],
  controllers: [
    SignIn,
    ConfirmCode,
    UseRecoveryCode,
    ProvePassword,
    CheckProof,
    ReadSession,
    SignOut,
    SwitchTenant,
    ChooseLanguage,
    ListSessions,
    RevokeOtherSessions,
    RevokeSession,
    RequestPasswordReset,
    ResetPassword,
    ChangePassword,
    ReadTwoFactor,
    SetUpTwoFactor,
    ConfirmTwoFactor,
    RemoveTwoFactor,
    RenewRecoveryCodes,
    ListMembers,
    InviteMember,
    AcceptInvitation,
    ListSecurityEvents,
    ExportSecurityEvents,
    ListOwnSecurityEvents,
    ListSiteKeys,
    CreateSiteKey,
    EditSiteKey,
    RevokeSiteKey,
    RotateCustomerTokenSecret,
    ListApiKeys,
    CreateApiKey,
    RevokeApiKey,
  ],
  providers: [
    Sessions,
    Guesses,
    KnownDevices,
    Authenticators,
    PasswordCheck,
    SecurityRecord,
    SecurityNotices,
    SignInNotice,
    RecoveryCodeUse,
    UnknownCredentials,
    SiteKeys,
    ApiKeys,
    CustomerTokens,
    Admission,
    Standing,
    TicketLinks,
    { provide: APP_GUARD, useExisting: Admission },
  ],
  exports: [SiteKeys, Standing, TicketLinks],
})
export class IdentityModule {}
