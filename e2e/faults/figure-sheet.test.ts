import assert from 'node:assert/strict';
import { it } from 'node:test';
import { FigureSheet } from '../load/figure-sheet.ts';

it('a figure that throws is missed with its error, and the others are taken and printed', async () => {
  const sheet = new FigureSheet();
  const enter = (id: string) => async () => sheet.add({ id, value: 1.23456, unit: 's', goal: 2, holds: true });
  assert.equal(await sheet.attempt('first', 2, enter('first')), undefined);
  const broken = await sheet.attempt('broken', 2, async () => {
    throw new Error('no such table');
  });
  assert.equal(broken, 'no such table');
  assert.equal(await sheet.attempt('last', 2, enter('last')), undefined);
  assert.deepEqual(
    sheet.figures.map(({ id, value, holds, error }) => ({ id, value, holds, error })),
    [
      { id: 'first', value: 1.235, holds: true, error: undefined },
      { id: 'broken', value: null, holds: false, error: 'no such table' },
      { id: 'last', value: 1.235, holds: true, error: undefined },
    ],
  );
  const lines = sheet.table().split('\n');
  assert.match(lines[2] ?? '', /^broken +none .*MISSED +no such table$/);
  assert.match(lines[3] ?? '', /^last +1\.2[34] .*holds/);
  assert.equal(JSON.parse(JSON.stringify(sheet)).figures[1].error, 'no such table');
});
