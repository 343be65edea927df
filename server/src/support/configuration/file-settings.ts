import type { FileSettings } from '@bookinda/contracts/support/file-settings';
import type { Database } from '../../platform/database/database.js';
import { found } from '../../platform/http/refusal.js';

/** The columns of FileSettings. */
export const fileSettingsColumns = 'removes_picture_data AS "removesPictureData"';

const read = {
  name: 'file-settings',
  text: `SELECT ${fileSettingsColumns} FROM desk WHERE tenant_id = $1`,
};

/** How the tenant's desk handles files. */
export async function fileSettingsOf(db: Database, tenantId: string): Promise<FileSettings> {
  const [settings] = await db.statement<FileSettings>({ tenantId }, read, [tenantId]);
  return found(settings);
}
