import type { SiteKey } from '@bookinda/contracts/identity/session';
import { Refusal } from '../../platform/http/refusal.js';

/** A row of `site_key`, read with siteKeyColumns. */
export interface SiteKeyRow {
  id: string;
  key: string;
  name: string;
  origins: string[];
  created_at: Date;
  revoked_at: Date | null;
}

export const siteKeyColumns = 'id, key, name, origins, created_at, revoked_at';

export function siteKeyView({ created_at, revoked_at, ...row }: SiteKeyRow): SiteKey {
  return { ...row, createdAt: created_at.toISOString(), revokedAt: revoked_at?.toISOString() ?? null };
}

/** As a browser will name them: without a default port, each once. 400 at `origins.<n>` for one that no page can have. */
export function browserOrigins(origins: string[]): string[] {
  return [
    ...new Set(
      origins.map((text, at) => {
        if (!URL.canParse(text))
          throw Refusal.field(`origins.${at}`, 'is-origin', `${text} is not the address of a site.`);
        return new URL(text).origin;
      }),
    ),
  ];
}

/** For the mail to the owners. */
export function originsOf(name: string, origins: readonly string[]): string {
  return `“${name}”: ${origins.join(', ') || '–'}`;
}
