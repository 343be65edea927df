import { expect } from '@open-wc/testing';
import { keepPlaces } from './keep-places.js';

describe('keepPlaces', () => {
  const rows = (ids: string) => [...ids].map((id) => ({ id }));
  const ids = (list: { id: string }[]) => list.map(({ id }) => id).join('');

  it('PK-06 what is shown keeps its place, what is gone leaves, what is new comes last in its own order', () => {
    expect(ids(keepPlaces(rows('abcd'), rows('dxcya')))).to.equal('acdxy');
    expect(ids(keepPlaces([], rows('ba')))).to.equal('ba');
  });
});
