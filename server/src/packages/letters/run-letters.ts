import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Messages } from '../../notifications/message.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Database } from '../../platform/database/database.js';
import { everyTenant } from '../../platform/database/every-tenant.js';
import { type JobOrder, Jobs } from '../../platform/jobs/jobs.js';
import { Ticks } from '../../platform/jobs/ticks.js';
import { declarationOfLetters, letterMessage } from './letter-message.js';

const task = 'run-letter';
type Payload = { tenantId: string; letter: string };

/** Letters of one transaction; deciding takes as many events together. */
const atOnce = 100;

export function runLetterJob(tenantId: string, letter: string): JobOrder<Payload> {
  return { task, payload: { tenantId, letter }, key: `${task}:${letter}`, maxAttempts: 10 };
}

/**
 * PK-06: gives each customer's copy its event, which becomes her mail like every other event. The event and the mark that she
 * has it are one transaction: whoever is killed, or runs twice, goes on with those who have none.
 */
@Injectable()
export class RunLetters implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly ticks: Ticks,
    private readonly messages: Messages,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.messages.declare(declarationOfLetters(this.config));
    this.jobs.handle<Payload>(task, ({ tenantId, letter }) => this.run(tenantId, letter));
    // A wake-up that was lost between commit and job costs minutes.
    this.ticks.every(5, 'resume-letters', () => this.resume());
  }

  async resume(): Promise<void> {
    for (const tenantId of await everyTenant(this.db)) {
      const open = await this.db.statement<{ id: string }>({ tenantId }, unfinished, [tenantId]);
      await this.jobs.enqueueAll(open.map(({ id }) => runLetterJob(tenantId, id)));
    }
  }

  async run(tenantId: string, letter: string): Promise<void> {
    for (let told = atOnce; told > 0; ) told = await this.some(tenantId, letter);
    await this.db.statement({ tenantId }, finish, [tenantId, letter]);
  }

  /** How many got their event. */
  some(tenantId: string, letter: string): Promise<number> {
    return this.db.write({ tenantId }, async (tx) => {
      const events = await tx.rows<{ id: string }>(tell, [tenantId, letter, atOnce]);
      for (const { id } of events) tx.announce(id);
      return events.length;
    });
  }
}

const tell = `
  WITH l AS MATERIALIZED (
    SELECT * FROM package_letter WHERE tenant_id = $1 AND id = $2
  ), i AS MATERIALIZED (
    SELECT customer_id, uuidv7() AS event_id FROM (
      SELECT customer_id FROM package_letter_item WHERE tenant_id = $1 AND letter_id = $2 AND why IS NULL AND event_id IS NULL
      ORDER BY customer_id LIMIT $3 FOR UPDATE SKIP LOCKED) waiting
  ), told AS (
    INSERT INTO event (tenant_id, id, kind, customer_id, actor_kind, actor_id, actor_name, public, data)
    SELECT $1, i.event_id, '${letterMessage}', i.customer_id, l.actor_kind, l.actor_id, l.actor_name, true, jsonb_build_object('letter', l.id) FROM i, l
    RETURNING id, customer_id
  ), marked AS (
    UPDATE package_letter_item t SET event_id = told.id FROM told
    WHERE t.tenant_id = $1 AND t.letter_id = $2 AND t.customer_id = told.customer_id AND t.customer_id = ANY (ARRAY(SELECT customer_id FROM i))
  )
  SELECT id FROM told`;
const unfinished = {
  name: 'unfinished-letters',
  text: `SELECT id FROM package_letter WHERE tenant_id = $1 AND state = 'running'`,
};
/** What another one still tells is not finished. */
const finish = {
  name: 'finish-letter',
  text: `UPDATE package_letter l SET state = 'done' WHERE tenant_id = $1 AND id = $2 AND state = 'running' AND NOT EXISTS (
    SELECT FROM package_letter_item i WHERE i.tenant_id = $1 AND i.letter_id = $2 AND i.why IS NULL AND i.event_id IS NULL)`,
};
