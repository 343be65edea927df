import { IsEmail, IsIn, IsOptional, IsString, IsUUID, Length, Matches, MaxLength, MinLength } from 'class-validator';
import { limits } from '../limits.js';
import { type Language, languages } from '../values.js';

export class SignIn {
  @IsEmail()
  @MaxLength(limits.email)
  email!: string;

  @IsString()
  @MinLength(1)
  @MaxLength(limits.password.max)
  password!: string;
}

export class ConfirmCode {
  @Matches(/^\d{6}$/)
  code!: string;
}

/** One of the ten codes shown at set-up; capital letters, spaces and hyphens do not matter. */
export class UseRecoveryCodeInput {
  @IsString()
  @Length(1, 64)
  code!: string;
}

/** The password once more, and a code where the account has an authenticator: the app's or a recovery code. */
export class ProvePasswordInput {
  @IsString()
  @MinLength(1)
  @MaxLength(limits.password.max)
  password!: string;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  code?: string;
}

export class SwitchTenant {
  @IsUUID()
  tenant!: string;
}

export class RequestPasswordReset {
  @IsEmail()
  @MaxLength(limits.email)
  email!: string;
}

/** The token of the mail's link and the new password. */
export class ResetPassword {
  @IsString()
  @Length(43, 43)
  token!: string;

  @IsString()
  @MinLength(limits.password.min)
  @MaxLength(limits.password.max)
  password!: string;
}

export class ChangePassword {
  @IsString()
  @MinLength(1)
  @MaxLength(limits.password.max)
  current!: string;

  @IsString()
  @MinLength(limits.password.min)
  @MaxLength(limits.password.max)
  password!: string;
}

export class ChooseLanguage {
  @IsIn(languages)
  language!: Language;
}
