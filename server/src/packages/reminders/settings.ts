import type { PackageSettings } from '@bookinda/contracts/packages/package-settings';

/** PK-17: what a salon has that never chose. */
export const defaultSettings: PackageSettings = { reminderDays: 7, muted: [] };

/** SQL: the settings of tenant `$1` as one row `days`, `muted`. */
export const settingsOf = `SELECT coalesce(max(s.reminder_days), ${defaultSettings.reminderDays}) AS days, coalesce(max(s.muted), '{}') AS muted
  FROM package_settings s WHERE s.tenant_id = $1`;
