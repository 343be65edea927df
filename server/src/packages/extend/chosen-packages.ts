import type { PreviewExtension } from '@bookinda/contracts/packages/extend-packages.dto';
import type { Filtering } from '../sold/filtering.js';
import { extendedTo, type Measure, obstacle } from './extending.js';

/** SQL over tenant `$1`, day `$2` and `values` from `$3`: the packages that pass the filter, with what is in the way of extending them. */
export function chosenPackages(
  filter: Filtering,
  { days, until, status }: PreviewExtension,
): { chosen: string; values: unknown[] } {
  const [at, measured] = [filter.values.length + 3, [days ?? null, until ?? null, status === 'expired']];
  const measure: Measure = { days: `$${at}::int`, until: `$${at + 1}::date`, restores: `$${at + 2}::boolean` };
  return {
    chosen: `SELECT p.id, p.name, p.customer_id, p.expires_on, ${extendedTo(measure)} AS target, ${obstacle('$2', measure)} AS why
      FROM sold_package p WHERE ${filter.where}`,
    values: [...filter.values, ...measured],
  };
}
