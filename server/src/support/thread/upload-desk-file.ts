import { uploadDeskFile } from '@bookinda/contracts/support/routes';
import type { UploadReceipt } from '@bookinda/contracts/support/ticket';
import { Controller, Req } from '@nestjs/common';
import { type DeskCaller, deskRoles, staff } from '../../identity/callers.js';
import { Uploads } from '../../platform/files/uploads.js';
import { Answers } from '../../platform/http/answers.js';
import { By, type DeskRequest } from '../../platform/http/request.js';
import { fileOwnerOf } from './file-owner.js';

/** BS-06: a file of the desk, before the reply or note that takes it is sent. */
@Controller()
export class UploadDeskFile {
  constructor(private readonly uploads: Uploads) {}

  @Answers(uploadDeskFile, { to: staff(deskRoles, 'tickets:write'), status: 201, limit: { calls: 120, seconds: 60 } })
  handle(@By() caller: DeskCaller, @Req() request: DeskRequest): Promise<UploadReceipt> {
    return this.uploads.receive(request, {
      tenantId: caller.tenantId,
      owner: fileOwnerOf(caller),
      requester: false,
      cleansPictures: false,
      address: caller.address,
    });
  }
}
