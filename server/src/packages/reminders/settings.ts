import type { PackageSettings } from '@bookinda/contracts/packages/package-settings';

/** What a salon has that never chose. */
export const defaultSettings: PackageSettings = {
  reminderDays: 7,
  muted: [],
  onlyPaidValue: false,
  staffRedeems: true,
  // Money is given back by managers, as everywhere else (PK-20), until the salon decides otherwise.
  settleLimits: { sessions: 2, days: 30, refund: 0 },
};

/** Where each setting is kept. */
export const settingColumns: Record<keyof PackageSettings, { column: string; type: string }> = {
  reminderDays: { column: 'reminder_days', type: 'int' },
  muted: { column: 'muted', type: 'text[]' },
  onlyPaidValue: { column: 'only_paid_value', type: 'boolean' },
  staffRedeems: { column: 'staff_redeems', type: 'boolean' },
  settleLimits: { column: 'settle_limits', type: 'jsonb' },
};

/** SQL: every setting of a row `s` under its own name. */
export const everySetting = Object.entries(settingColumns)
  .map(([name, { column }]) => `s.${column} AS "${name}"`)
  .join(', ');

/** PK-17, SQL: what messages need of tenant `$1` as one row `days`, `muted`. */
export const settingsOf = `SELECT coalesce(max(s.reminder_days), ${defaultSettings.reminderDays}) AS days, coalesce(max(s.muted), '{}') AS muted
  FROM package_settings s WHERE s.tenant_id = $1`;
