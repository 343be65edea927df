import { takePayment } from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import {
  type GivenPackage,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../../test/given.js';
import { verifyOnCommand } from './verify-command.js';

describe('the operator’s verify command', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let slug: string;
  let whole: GivenPackage;
  let cut: GivenPackage;
  let head: string;

  const told = (...words: string[]) => verifyOnCommand(app.db.logins.app, words);

  beforeAll(async () => {
    app = await testApp();
    salon = await givenTenant(app);
    const [row] = await app.db.query<{ slug: string }>('SELECT slug FROM tenant WHERE id = $1', [salon.id]);
    slug = row?.slug ?? '';
    const customer = await givenCustomer(app, salon, 'Kiss Éva');
    whole = await givenPackage(app, salon, customer, { services: [{ total: 5, used: 2 }], paid: 100 });
    cut = await givenPackage(app, salon, customer, { services: [{ total: 5, used: 3 }], paid: 100 });
    const owner = await givenMember(app, salon, 'OWNER');
    const { body } = await app.call(takePayment, owner.as, { amount: 500, method: 'cash' }, { id: whole.id });
    head = body.head ?? '';
  });
  afterAll(() => app.stop());

  it('PK-22 a salon whose histories are whole, a package, and the code of a kept mail', async () => {
    expect(await told(slug)).toEqual({ code: 0, lines: [`Salon ${slug}: 2 packages, every history is whole.`] });
    expect(await told(slug, whole.id)).toEqual({
      code: 0,
      lines: [`Salon ${slug}: 1 package, every history is whole.`],
    });
    expect(await told(slug, whole.id, head)).toEqual({ code: 0, lines: ['The code is that of step 4 of 4.'] });
    expect(await told(slug, cut.id, head)).toMatchObject({ code: 1, lines: [expect.stringContaining('of no step')] });
  });

  it('PK-22 a cut history is named with its step, and the exit code says so', async () => {
    await app.db.forge(`UPDATE ledger_entry SET actor_name = 'Nobody' WHERE package_id = $1 AND seq = 3`, [cut.id]);
    const line = `Package ${cut.id} of Kiss Éva: cut or edited at step 3 of 4.`;
    expect(await told(slug)).toEqual({ code: 1, lines: [line, `Salon ${slug}: 2 packages, 1 broken.`] });
    expect((await told(slug, cut.id)).code).toBe(1);
    expect((await told(slug, whole.id)).code).toBe(0);
    expect(await told(slug, cut.id, 'f'.repeat(64))).toMatchObject({ code: 1, lines: [line, expect.any(String)] });
  });

  it('PK-22 whoever asks wrongly is told how', async () => {
    const other = await givenTenant(app);
    const foreign = await givenPackage(app, other, await givenCustomer(app, other));
    for (const words of [
      [],
      ['nobody'],
      [slug, 'x'],
      [slug, whole.id, 'x'],
      [slug, foreign.id],
      [slug, whole.id, head, 'more'],
    ])
      expect([words, (await told(...words)).code]).toEqual([words, 2]);
  });
});
