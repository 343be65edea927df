import { uploadFile } from '@bookinda/contracts/support/routes';
import type { UploadReceipt } from '@bookinda/contracts/support/ticket';
import { Controller, Req } from '@nestjs/common';
import { type Requester, writers } from '../../identity/callers.js';
import { Uploads } from '../../platform/files/uploads.js';
import { Answers } from '../../platform/http/answers.js';
import { By, type DeskRequest } from '../../platform/http/request.js';
import { Requesters } from '../tickets/requesters.js';

/** BS-06: a file from a page, before the form or the reply that takes it is sent. */
@Controller()
export class UploadFile {
  constructor(
    private readonly uploads: Uploads,
    private readonly requesters: Requesters,
  ) {}

  @Answers(uploadFile, { to: writers, status: 201, limit: { calls: 40, seconds: 60 } })
  async handle(@By() caller: Requester, @Req() request: DeskRequest): Promise<UploadReceipt> {
    const { fileOwner } = await this.requesters.onPage(caller);
    return this.uploads.receive(request, caller, fileOwner);
  }
}
