import { isAlive, isReady } from '@bookinda/contracts/operation/routes';
import { Controller } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Answers, publicLimit } from './answers.js';
import { Refusal } from './refusal.js';

/** For balancers and orchestrators: alive = the process answers; ready = it can also reach the database. */
@Controller()
export class Health {
  stopping = false;

  constructor(private readonly db: Database) {}

  @Answers(isAlive, { to: { kinds: ['anonymous'] }, limit: publicLimit })
  live(): { alive: true } {
    return { alive: true };
  }

  @Answers(isReady, { to: { kinds: ['anonymous'] }, limit: publicLimit })
  async ready(): Promise<{ ready: true }> {
    if (this.stopping) throw new Refusal('unavailable', 'Stopping.');
    await this.db.lookUp({ name: 'ready', text: 'SELECT 1' }, []);
    return { ready: true };
  }

  beforeApplicationShutdown(): void {
    this.stopping = true;
  }
}
