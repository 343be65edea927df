import { PinNote as PinNoteInput } from '@bookinda/contracts/packages/note.dto';
import type { PackageNote } from '@bookinda/contracts/packages/package';
import { pinNote } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { actorOf } from '../../identity/actor.js';
import { type DeskCaller, redeemers, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { recordEvent } from '../../platform/events/record.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';
import { noteView } from './note.js';

/** PK-15: a pinned note stands above the others. */
@Controller()
export class PinNote {
  constructor(private readonly db: Database) {}

  @Answers(pinNote, { to: staff(redeemers, 'packages:write') })
  handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Id('nid') note: string,
    @Input() { pinned }: PinNoteInput,
  ): Promise<PackageNote> {
    return this.db.write(caller, async (tx) => {
      const row = await tx.row<{ note: PackageNote; before: boolean }>(
        `UPDATE package_note n SET pinned = $4 WHERE n.tenant_id = $1 AND n.package_id = $2 AND n.id = $3 RETURNING ${noteView} AS note, old.pinned AS before`,
        [caller.tenantId, id, note, pinned],
      );
      const { note: pin, before } = found(row);
      if (before === pinned) return pin;
      const change = { field: 'pinned', from: String(before), to: String(pinned) };
      const about = { actor: actorOf(caller), packageId: id, public: false };
      await recordEvent(tx, caller, { kind: 'note-pinned', ...about, data: { note, change } });
      return pin;
    });
  }
}
