import type { PageInput } from '../page.dto.js';
import type { Page } from '../page.js';
import { route } from '../route.js';
import type { AcceptInvitation, InviteMember } from './invite-member.dto.js';
import type { CreateApiKey, CreateSiteKey, EditSiteKey } from './keys.dto.js';
import type { ExportSecurityEventsInput, ListSecurityEventsInput } from './security-events.dto.js';
import type {
  ApiKey,
  CustomerTokenSecret,
  Member,
  NewApiKey,
  OpenSession,
  RecoveryCodes,
  SecurityEvent,
  Session,
  SiteKey,
  TwoFactorSetup,
  TwoFactorState,
} from './session.js';
import type {
  ChangePassword,
  ChooseLanguage,
  ConfirmCode,
  ProvePasswordInput,
  RequestPasswordReset,
  ResetPassword,
  SignIn,
  SwitchTenant,
  UseRecoveryCodeInput,
} from './sign-in.dto.js';

export const signIn = route('sign-in', 'POST /v1/session').takes<SignIn>().gives<Session>();
export const readSession = route('read-session', 'GET /v1/session').gives<Session>();
export const signOut = route('sign-out', 'DELETE /v1/session').gives<null>();
export const confirmCode = route('confirm-code', 'POST /v1/session/code').takes<ConfirmCode>().gives<Session>();
export const useRecoveryCode = route('use-recovery-code', 'POST /v1/session/recovery-code')
  .takes<UseRecoveryCodeInput>()
  .gives<Session>();
export const provePassword = route('prove-password', 'POST /v1/session/proof')
  .takes<ProvePasswordInput>()
  .gives<null>();
/** Whether the password was proved within the last ten minutes: before a download that the browser makes by itself. */
export const checkProof = route('check-proof', 'GET /v1/session/proof').gives<null>();
export const switchTenant = route('switch-tenant', 'POST /v1/session/tenant').takes<SwitchTenant>().gives<Session>();
export const chooseLanguage = route('choose-language', 'POST /v1/session/language')
  .takes<ChooseLanguage>()
  .gives<Session>();
export const listSessions = route('list-sessions', 'GET /v1/sessions').gives<{ items: OpenSession[] }>();
export const revokeOtherSessions = route('revoke-other-sessions', 'DELETE /v1/sessions').gives<null>();
export const revokeSession = route('revoke-session', 'DELETE /v1/sessions/{id}').gives<null>();

/** Always answers the same, whether the address is known or not. */
export const requestPasswordReset = route('request-password-reset', 'POST /v1/password-resets')
  .takes<RequestPasswordReset>()
  .gives<null>();
export const resetPassword = route('reset-password', 'POST /v1/password-resets/confirmation')
  .takes<ResetPassword>()
  .gives<null>();
export const changePassword = route('change-password', 'POST /v1/password').takes<ChangePassword>().gives<null>();
export const readTwoFactor = route('read-two-factor', 'GET /v1/two-factor').gives<TwoFactorState>();
export const setUpTwoFactor = route('set-up-two-factor', 'POST /v1/two-factor').gives<TwoFactorSetup>();
export const confirmTwoFactor = route('confirm-two-factor', 'POST /v1/two-factor/confirmation')
  .takes<ConfirmCode>()
  .gives<RecoveryCodes>();
export const removeTwoFactor = route('remove-two-factor', 'POST /v1/two-factor/removal').gives<null>();
export const renewRecoveryCodes = route(
  'renew-recovery-codes',
  'POST /v1/two-factor/recovery-codes',
).gives<RecoveryCodes>();

export const listSecurityEvents = route('list-security-events', 'GET /v1/security-events')
  .takes<ListSecurityEventsInput>()
  .gives<Page<SecurityEvent>>();
export const exportSecurityEvents = route('export-security-events', 'GET /v1/security-event-export')
  .takes<ExportSecurityEventsInput>()
  .gives<Blob>();
export const listOwnSecurityEvents = route('list-own-security-events', 'GET /v1/own-security-events')
  .takes<PageInput>()
  .gives<Page<SecurityEvent>>();

export const listMembers = route('list-members', 'GET /v1/members').gives<{ items: Member[] }>();
export const inviteMember = route('invite-member', 'POST /v1/invitations').takes<InviteMember>().gives<Member>();
export const acceptInvitation = route('accept-invitation', 'POST /v1/invitations/acceptance')
  .takes<AcceptInvitation>()
  .gives<null>();

export const listSiteKeys = route('list-site-keys', 'GET /v1/site-keys').gives<{ items: SiteKey[] }>();
export const createSiteKey = route('create-site-key', 'POST /v1/site-keys').takes<CreateSiteKey>().gives<SiteKey>();
export const editSiteKey = route('edit-site-key', 'PATCH /v1/site-keys/{id}').takes<EditSiteKey>().gives<SiteKey>();
export const revokeSiteKey = route('revoke-site-key', 'DELETE /v1/site-keys/{id}').gives<null>();
export const rotateCustomerTokenSecret = route(
  'rotate-customer-token-secret',
  'POST /v1/customer-token-secrets',
).gives<CustomerTokenSecret>();
export const listApiKeys = route('list-api-keys', 'GET /v1/api-keys').gives<{ items: ApiKey[] }>();
export const createApiKey = route('create-api-key', 'POST /v1/api-keys').takes<CreateApiKey>().gives<NewApiKey>();
export const revokeApiKey = route('revoke-api-key', 'DELETE /v1/api-keys/{id}').gives<null>();
