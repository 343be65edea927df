import type { PackageNote } from '@bookinda/contracts/packages/package';
import { listNotes } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, redeemers, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { noteView } from './note.js';

const list = {
  name: 'list-notes',
  text: `SELECT coalesce((SELECT json_agg(${noteView} ORDER BY n.pinned DESC, n.at DESC, n.id DESC) FROM package_note n
      WHERE n.tenant_id = $1 AND n.package_id = p.id), '[]') AS items
    FROM sold_package p WHERE p.tenant_id = $1 AND p.id = $2`,
};

/** PK-15: pinned notes first, then the newest. */
@Controller()
export class ListNotes {
  constructor(private readonly db: Database) {}

  @Answers(listNotes, { to: staff(redeemers, 'packages:read'), limit: listLimit })
  async handle(@By() caller: DeskCaller, @Id('id') id: string): Promise<{ items: PackageNote[] }> {
    const [row] = await this.db.statement<{ items: PackageNote[] }>(caller, list, [caller.tenantId, id]);
    return found(row);
  }
}
