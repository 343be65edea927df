import type { LetterPreview } from '@bookinda/contracts/packages/package-letter';
import { previewLetter } from '@bookinda/contracts/packages/routes';
import { PreviewLetter as PreviewLetterInput } from '@bookinda/contracts/packages/write-letter.dto';
import { Controller } from '@nestjs/common';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { type Letterhead, rendered } from '../../notifications/mail/letter.js';
import { wordsOfMails } from '../../notifications/mail/words.js';
import { Clock } from '../../platform/clock.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { filtering, refuseUnknownTemplate } from '../sold/filtering.js';
import { chosenCustomers } from './chosen-customers.js';
import { type Named, refuseUnknownPlaceholders } from './fill-in.js';
import { languageOf, namedPackages, wordsOfLetter } from './letter-message.js';
import { allowanceOf, sentBefore } from './package-letter.js';

interface Chosen {
  customers: number;
  packages: number;
  leftOut: LetterPreview['leftOut'];
  sample: (Named & { id: string; email: string; language: string; head: Letterhead }) | null;
}

/** PK-06: who would get the letter, who not and why, and how one of them will read it. */
@Controller()
export class PreviewLetter {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Answers(previewLetter, { to: staff(managers), limit: { calls: 120, seconds: 60 } })
  handle(@By() caller: Staff, @Input() input: PreviewLetterInput): Promise<LetterPreview> {
    refuseUnknownPlaceholders(input);
    const today = this.clock.today(caller.tenant.timeZone);
    return this.db.read(caller, async (tx) => {
      await refuseUnknownTemplate(tx, caller.tenantId, input.template);
      const { sample, ...chosen } = await choose(tx, caller.tenantId, today, input);
      if (input.customer && sample?.id !== input.customer)
        throw Refusal.field('customer', 'unknown', 'Nobody of those who get it has this id.');
      const at = this.clock.instant();
      return {
        ...chosen,
        sample: sample && shown(sample, input),
        before: await sentBefore(tx, caller.tenantId, input, at),
        allowance: await allowanceOf(tx, caller.tenantId, at),
      };
    });
  }
}

const nobody: Chosen = { customers: 0, packages: 0, leftOut: [], sample: null };

async function choose(tx: Tx, tenantId: string, today: string, input: PreviewLetterInput): Promise<Chosen> {
  const filter = filtering(input);
  if (!filter) return nobody;
  const wanted = `$${filter.values.length + 3}::uuid`;
  const row = await tx.row<{ chosen: Chosen }>(
    `WITH chosen AS MATERIALIZED (${chosenCustomers(filter)}
     ), left_out AS (
       SELECT why, count(*) AS customers, json_agg(json_build_object('id', id, 'name', name) ORDER BY n) FILTER (WHERE n <= 3) AS examples
       FROM (SELECT chosen.*, row_number() OVER (PARTITION BY why ORDER BY name, id) AS n FROM chosen WHERE why IS NOT NULL) ranked GROUP BY why
     ), first AS (
       SELECT * FROM chosen WHERE why IS NULL ORDER BY coalesce(id = ${wanted}, false) DESC, name, id LIMIT 1)
     SELECT json_build_object('customers', (SELECT count(*) FROM chosen WHERE why IS NULL),
       'packages', (SELECT coalesce(sum(cardinality(packages)), 0) FROM chosen WHERE why IS NULL),
       'leftOut', (SELECT coalesce(json_agg(json_build_object('why', why, 'customers', customers, 'examples', examples) ORDER BY customers DESC, why), '[]') FROM left_out),
       'sample', (SELECT json_build_object('id', c.id, 'customer', c.name, 'email', c.email, 'language', c.language, 'salon', w.name, 'timeZone', w.time_zone,
         'head', json_build_object('name', w.name, 'accent', w.accent), 'packages', ${namedPackages('c.packages')}) FROM first c JOIN tenant w ON w.id = $1)) AS chosen`,
    [tenantId, today, ...filter.values, input.customer ?? null],
  );
  return row?.chosen ?? nobody;
}

function shown(sample: NonNullable<Chosen['sample']>, input: PreviewLetterInput): LetterPreview['sample'] {
  const language = languageOf(sample.language);
  const { subject, letter } = wordsOfLetter(
    { ...sample, subject: input.subject.trim(), body: input.body.trim() },
    language,
  );
  const { button: _, ...said } = letter;
  const unsubscribe = { label: wordsOfMails[language].unsubscribe, url: '#' };
  const mail = rendered({ language, ...said, unsubscribe }, sample.head);
  return { customer: { id: sample.id, name: sample.customer }, address: sample.email, subject, ...mail };
}
