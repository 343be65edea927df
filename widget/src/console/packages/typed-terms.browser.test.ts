import { expect } from '@open-wc/testing';
import { emptyTerms, readTerms, type TypedTerms } from './typed-terms.js';

const typed = (changes: Partial<TypedTerms>): TypedTerms => ({
  ...emptyTerms(),
  lines: [{ name: 'Massage', quantity: '10', unitPrice: '60' }],
  ...changes,
});

describe('readTerms', () => {
  it('PK-01 services, discount and validity as the server takes them', () => {
    const { terms, errors } = readTerms(
      typed({ discountKind: 'percent', discount: '15', validityKind: 'months', validity: '6' }),
      'EUR',
    );
    expect(errors).to.deep.equal({});
    expect(terms).to.deep.equal({
      services: [{ name: 'Massage', quantity: 10, unitPrice: 6000 }],
      discountPercent: 15,
      validMonths: 6,
    });
  });

  for (const [what, changes, path] of [
    ['no name', { lines: [{ name: ' ', quantity: '1', unitPrice: '1' }] }, 'services.0.name'],
    [
      'the same service twice',
      {
        lines: [
          { name: 'Massage', quantity: '1', unitPrice: '1' },
          { name: 'massage ', quantity: '1', unitPrice: '1' },
        ],
      },
      'services.1.name',
    ],
    ['half a session', { lines: [{ name: 'A', quantity: '1.5', unitPrice: '1' }] }, 'services.0.quantity'],
    ['full-width digits', { lines: [{ name: 'A', quantity: '１', unitPrice: '1' }] }, 'services.0.quantity'],
    ['1e3', { lines: [{ name: 'A', quantity: '1', unitPrice: '1e3' }] }, 'services.0.unitPrice'],
    ['101 %', { discountKind: 'percent', discount: '101' }, 'discountPercent'],
    ['a discount above the sum', { discountKind: 'amount', discount: '600.01' }, 'discountAmount'],
    ['no days', { validityKind: 'days', validity: '' }, 'validDays'],
    ['121 months', { validityKind: 'months', validity: '121' }, 'validMonths'],
  ] as [string, Partial<TypedTerms>, string][]) {
    it(`PK-01 ${what} is refused at its field`, () => {
      expect(Object.keys(readTerms(typed(changes), 'EUR').errors)).to.deep.equal([path]);
    });
  }
});
