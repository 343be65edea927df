import type { ApiKey, ApiScope } from '@bookinda/contracts/identity/session';

/** A row of `api_key`, read with apiKeyColumns. */
export interface ApiKeyRow {
  id: string;
  name: string;
  hint: string;
  scopes: ApiScope[];
  created_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

export const apiKeyColumns = 'id, name, hint, scopes, created_at, last_used_at, revoked_at';

export function apiKeyView({ created_at, last_used_at, revoked_at, ...row }: ApiKeyRow): ApiKey {
  return {
    ...row,
    hint: `${row.hint}…`,
    createdAt: created_at.toISOString(),
    lastUsedAt: last_used_at?.toISOString() ?? null,
    revokedAt: revoked_at?.toISOString() ?? null,
  };
}
