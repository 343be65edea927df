import { expect } from '@open-wc/testing';
import { mergeFirstPage } from './merge-page.js';

const row = (id: string, at: number) => ({ id, lastActivityAt: new Date(at * 1000).toISOString() });
const ids = (rows: { id: string }[]) => rows.map(({ id }) => id).join('');

describe('mergeFirstPage', () => {
  it('puts what is new on top and keeps the pages loaded by scrolling', () => {
    expect(
      ids(mergeFirstPage([row('a', 9), row('b', 8), row('c', 7), row('d', 6)], [row('n', 10), row('a', 9)], true)),
    ).to.equal('nabcd');
  });

  it('does not double a row that moved up', () => {
    expect(ids(mergeFirstPage([row('a', 9), row('b', 8), row('c', 7)], [row('c', 10), row('a', 9)], true))).to.equal(
      'cab',
    );
  });

  it('drops what has left the filter', () => {
    expect(ids(mergeFirstPage([row('a', 9), row('b', 8), row('c', 7)], [row('a', 9), row('c', 7)], true))).to.equal(
      'ac',
    );
    expect(ids(mergeFirstPage([row('a', 9), row('b', 8)], [row('b', 8)], false))).to.equal('b');
  });
});
