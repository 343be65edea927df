import type { Database } from '../../platform/database/database.js';
import { type StoredFile, storedFile } from '../../platform/files/send-file.js';
import { found } from '../../platform/http/refusal.js';
import { ownTicket, ownValues, type Requesting } from '../tickets/requesting.js';

/** A file of a public message of the requester's own ticket, or the requester's own upload that no message took yet. */
const fileOfRequester = {
  name: 'file-of-requester',
  text: `SELECT ${storedFile} FROM file f WHERE f.tenant_id = $1 AND f.id = $5 AND (
      (f.message_id IS NULL AND f.owner = $6)
      OR EXISTS (SELECT FROM message m JOIN ticket t ON t.tenant_id = m.tenant_id AND t.id = m.ticket_id
        WHERE m.tenant_id = $1 AND m.id = f.message_id AND NOT m.internal AND ${ownTicket('t')}))`,
};

/** 404 for everything else. */
export async function fileOf(db: Database, who: Requesting, id: string): Promise<StoredFile> {
  const [file] = await db.statement<StoredFile>(who, fileOfRequester, [...ownValues(who), id, who.fileOwner]);
  return found(file);
}
