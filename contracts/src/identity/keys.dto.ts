import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { limits } from '../limits.js';
import { type ApiScope, apiScopes } from './session.js';

/** `https://salon.example`: scheme, host, optional port; nothing after. */
const origin = /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/;

export class CreateSiteKey {
  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.name)
  name!: string;

  @IsArray()
  @ArrayMaxSize(50)
  @Matches(origin, { each: true })
  origins!: string[];
}

export class EditSiteKey {
  @IsOptional()
  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.name)
  name?: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @Matches(origin, { each: true })
  origins?: string[];
}

export class CreateApiKey {
  @IsString()
  @Matches(/\S/)
  @MaxLength(limits.name)
  name!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(apiScopes.length)
  @IsIn(apiScopes, { each: true })
  scopes!: ApiScope[];
}
