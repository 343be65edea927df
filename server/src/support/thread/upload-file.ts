import { uploadFile } from '@bookinda/contracts/support/routes';
import type { UploadReceipt } from '@bookinda/contracts/support/ticket';
import { Controller, Req } from '@nestjs/common';
import { type Requester, writers } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Uploads } from '../../platform/files/uploads.js';
import { Answers } from '../../platform/http/answers.js';
import { By, type DeskRequest } from '../../platform/http/request.js';
import { fileSettingsOf } from '../configuration/file-settings.js';
import { ProofOfWork } from '../tickets/proof-of-work.js';
import { Requesters } from '../tickets/requesters.js';

/**
 * BS-06: a file from a page, before the form or the reply that takes it is sent, within an hour. A visitor sends the form's
 * proof of work in the header `X-Proof`, as in the field `proof` of the ticket: one proof is good for as many bytes as one
 * message may carry. 403 `proof-required` without it, 429 `upload-quota`, 507 `storage-full`.
 */
@Controller()
export class UploadFile {
  constructor(
    private readonly db: Database,
    private readonly uploads: Uploads,
    private readonly requesters: Requesters,
    private readonly proofs: ProofOfWork,
  ) {}

  @Answers(uploadFile, { to: writers, status: 201, limit: { calls: 40, seconds: 60 } })
  async handle(@By() caller: Requester, @Req() request: DeskRequest): Promise<UploadReceipt> {
    const { tenantId, address } = caller;
    // Before a byte of the file is read.
    const visitor =
      caller.kind === 'visitor'
        ? { siteKeyId: caller.siteKeyId, proofSalt: this.proofs.check(tenantId, proofOf(request)) }
        : {};
    const { fileOwner } = await this.requesters.onPage(caller);
    const { removesPictureData } = await fileSettingsOf(this.db, tenantId);
    return this.uploads.receive(request, {
      tenantId,
      owner: fileOwner,
      requester: true,
      cleansPictures: removesPictureData,
      address,
      ...visitor,
    });
  }
}

function proofOf({ headers }: DeskRequest): string | undefined {
  const proof = headers['x-proof'];
  return typeof proof === 'string' ? proof.slice(0, 400) : undefined;
}
