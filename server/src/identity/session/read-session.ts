import { readSession } from '@bookinda/contracts/identity/routes';
import type { Session } from '@bookinda/contracts/identity/session';
import { Controller, Req } from '@nestjs/common';
import { Answers } from '../../platform/http/answers.js';
import { By, type DeskRequest } from '../../platform/http/request.js';
import { anySession, type Staff } from '../callers.js';
import { Sessions } from '../sessions.js';

@Controller()
export class ReadSession {
  constructor(private readonly sessions: Sessions) {}

  @Answers(readSession, { to: anySession, anyTenant: true })
  handle(@By() caller: Staff, @Req() request: DeskRequest): Promise<Session> {
    return this.sessions.view(caller, this.sessions.tokenOf(request) ?? '');
  }
}
