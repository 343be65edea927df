import { NoteOnPackage as NoteOnPackageInput } from '@bookinda/contracts/packages/note.dto';
import type { PackageNote } from '@bookinda/contracts/packages/package';
import { noteOnPackage } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { actorOf } from '../../identity/actor.js';
import { type DeskCaller, redeemers, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { recordEvent } from '../../platform/events/record.js';
import { Answers } from '../../platform/http/answers.js';
import { Retry, type RetryKey, writeOnce } from '../../platform/http/idempotency.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { enterNote } from './note.js';

/** PK-15: a note for colleagues, on cancelled packages too. */
@Controller()
export class NoteOnPackage {
  constructor(private readonly db: Database) {}

  @Answers(noteOnPackage, { to: staff(redeemers, 'packages:write'), retry: 'optional', status: 201 })
  handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Input() { text, pinned = false }: NoteOnPackageInput,
    @Retry() retry: RetryKey | null,
  ): Promise<PackageNote> {
    const author = actorOf(caller);
    return writeOnce(this.db, caller, retry, async (tx) => {
      const note = await enterNote(tx, caller.tenantId, id, { text: text.trim(), pinned, author });
      const about = { actor: author, packageId: id, public: false };
      await recordEvent(tx, caller, { kind: 'package-noted', ...about, data: { note: note.id } });
      return note;
    });
  }
}
