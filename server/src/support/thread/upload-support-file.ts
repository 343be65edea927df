import { uploadSupportFile } from '@bookinda/contracts/support/routes';
import type { UploadReceipt } from '@bookinda/contracts/support/ticket';
import { Controller, Req } from '@nestjs/common';
import { type Staff, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Uploads } from '../../platform/files/uploads.js';
import { Answers } from '../../platform/http/answers.js';
import { By, type DeskRequest } from '../../platform/http/request.js';
import { fileSettingsOf } from '../configuration/file-settings.js';
import { requestRoles } from '../requests/support-request-roles.js';
import { Requesters } from '../tickets/requesters.js';

/** BS-06: a salon's file for the platform's team; it lies at the platform's tenant from the start. */
@Controller()
export class UploadSupportFile {
  constructor(
    private readonly db: Database,
    private readonly uploads: Uploads,
    private readonly requesters: Requesters,
  ) {}

  @Answers(uploadSupportFile, { to: staff(requestRoles), status: 201, limit: { calls: 40, seconds: 60 } })
  async handle(@By() caller: Staff, @Req() request: DeskRequest): Promise<UploadReceipt> {
    const who = await this.requesters.forTenant(caller);
    return this.uploads.receive(request, {
      tenantId: who.tenantId,
      owner: who.fileOwner,
      requester: true,
      cleansPictures: (await fileSettingsOf(this.db, who.tenantId)).removesPictureData,
      address: caller.address,
    });
  }
}
