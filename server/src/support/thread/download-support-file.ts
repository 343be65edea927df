import { downloadSupportFile } from '@bookinda/contracts/support/routes';
import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { SendFile } from '../../platform/files/send-file.js';
import { Answers } from '../../platform/http/answers.js';
import { By, type DeskRequest, Id } from '../../platform/http/request.js';
import { requestRoles } from '../requests/support-request-roles.js';
import { Requesters } from '../tickets/requesters.js';
import { fileOf } from './requesters-file.js';

/** A file of the salon's own request at the platform's desk. */
@Controller()
export class DownloadSupportFile {
  constructor(
    private readonly db: Database,
    private readonly requesters: Requesters,
    private readonly files: SendFile,
  ) {}

  @Answers(downloadSupportFile, { to: staff(requestRoles), media: 'application/octet-stream' })
  async handle(
    @By() caller: Staff,
    @Id('id') id: string,
    @Req() request: DeskRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const who = await this.requesters.forTenant(caller);
    await this.files.send(request, reply, await fileOf(this.db, who, id));
  }
}
