import { downloadFile } from '@bookinda/contracts/support/routes';
import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type DeskCaller, deskRoles, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { SendFile, type StoredFile, storedFile } from '../../platform/files/send-file.js';
import { Answers } from '../../platform/http/answers.js';
import { found } from '../../platform/http/refusal.js';
import { By, type DeskRequest, Id } from '../../platform/http/request.js';
import { fileOwnerOf } from './file-owner.js';

const fileAtDesk = {
  name: 'file-at-desk',
  text: `SELECT ${storedFile} FROM file f WHERE f.tenant_id = $1 AND f.id = $2 AND (f.message_id IS NOT NULL OR f.owner = $3)`,
};

/** Any file of the desk's tickets, notes' files too; an upload no message took yet only for whoever uploaded it. */
@Controller()
export class DownloadFile {
  constructor(
    private readonly db: Database,
    private readonly files: SendFile,
  ) {}

  @Answers(downloadFile, { to: staff(deskRoles, 'tickets:read'), media: 'application/octet-stream' })
  async handle(
    @By() caller: DeskCaller,
    @Id('id') id: string,
    @Req() request: DeskRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [file] = await this.db.statement<StoredFile>(caller, fileAtDesk, [caller.tenantId, id, fileOwnerOf(caller)]);
    await this.files.send(request, reply, found(file));
  }
}
