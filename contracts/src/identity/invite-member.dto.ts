import { IsEmail, IsIn, IsString, Length, Matches, MaxLength, MinLength } from 'class-validator';
import { limits } from '../limits.js';
import { type Role, roles } from './session.js';

export class InviteMember {
  @IsEmail()
  @MaxLength(limits.email)
  email!: string;

  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.name)
  name!: string;

  @IsIn(roles)
  role!: Role;
}

/** The token of the mail's link; the password is new for a new person, the own one for a known person. */
export class AcceptInvitation {
  @IsString()
  @Length(43, 43)
  token!: string;

  @IsString()
  @MinLength(limits.password.min)
  @MaxLength(limits.password.max)
  password!: string;
}
