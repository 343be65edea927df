import { IsEmail, IsIn, IsString, IsUUID, Length, Matches, MaxLength, MinLength } from 'class-validator';
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
