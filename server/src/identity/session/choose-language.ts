import { chooseLanguage } from '@bookinda/contracts/identity/routes';
import type { Session } from '@bookinda/contracts/identity/session';
import { ChooseLanguage as ChooseLanguageInput } from '@bookinda/contracts/identity/sign-in.dto';
import { Controller, Req } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { By, type DeskRequest } from '../../platform/http/request.js';
import { type Staff, staff } from '../callers.js';
import { Sessions } from '../sessions.js';

@Controller()
export class ChooseLanguage {
  constructor(
    private readonly db: Database,
    private readonly sessions: Sessions,
  ) {}

  /** WX-05: the console and the mails to this person speak it from now on, at every tenant. */
  @Answers(chooseLanguage, { to: staff() })
  async handle(
    @By() caller: Staff,
    @Input() { language }: ChooseLanguageInput,
    @Req() request: DeskRequest,
  ): Promise<Session> {
    await this.db.people({ name: 'choose-language', text: 'UPDATE auth.person SET language = $2 WHERE id = $1' }, [
      caller.personId,
      language,
    ]);
    return this.sessions.view({ ...caller, language }, this.sessions.tokenOf(request) ?? '');
  }
}
