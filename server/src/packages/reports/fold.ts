import type {
  OutstandingNow,
  PackageFigures,
  RollForward,
  TemplateFigures,
} from '@bookinda/contracts/packages/package-report';
import type { FigureRow, Move } from './roll-forward.js';

/** Which number of a row. */
type Measure = 'value' | 'sessions';
type Sums = Partial<Record<Move, { value: number; sessions: number }>>;

/** Figures of some rows: opening is what moved before the first month. */
function figuresOf(before: Sums, during: Sums): PackageFigures {
  const of = (move: Move, measure: Measure, sums = during) => sums[move]?.[measure] ?? 0;
  const roll = (measure: Measure): RollForward => {
    const balance = (sums: Sums) =>
      of('sold', measure, sums) -
      of('redeemed', measure, sums) -
      of('refunded', measure, sums) -
      of('expired', measure, sums);
    const opening = balance(before);
    const moves = {
      sold: of('sold', measure),
      redeemed: of('redeemed', measure),
      refunded: of('refunded', measure),
      expired: of('expired', measure),
    };
    return { opening, ...moves, closing: opening + balance(during) };
  };
  return {
    value: roll('value'),
    sessions: roll('sessions'),
    packagesSold: of('packages', 'sessions'),
    received: of('received', 'value'),
    refunds: of('refunds', 'value'),
    due: of('due', 'value'),
  };
}

function summed(rows: readonly FigureRow[]): Sums {
  return rows.reduce<Sums>(
    (sums, { figure, value, sessions }) => together(sums, { [figure]: { value, sessions } } as Sums),
    {},
  );
}

const moving = (rows: readonly FigureRow[]) =>
  rows.filter(({ figure }) => figure !== 'outstanding' && figure !== 'usable' && figure !== 'owed');

/** Figures of each of the months, in their order. */
export function byMonth(rows: readonly FigureRow[], months: number): PackageFigures[] {
  const places = Map.groupBy(moving(rows), ({ month }) => month);
  let before = summed(places.get(0) ?? []);
  return Array.from({ length: months }, (_, n) => {
    const during = summed(places.get(n + 1) ?? []);
    const figures = figuresOf(before, during);
    before = together(before, during);
    return figures;
  });
}

function together(one: Sums, other: Sums): Sums {
  const sums: Sums = { ...one };
  for (const [move, { value, sessions }] of Object.entries(other) as [Move, { value: number; sessions: number }][]) {
    const known = sums[move];
    sums[move] = { value: (known?.value ?? 0) + value, sessions: (known?.sessions ?? 0) + sessions };
  }
  return sums;
}

/** Figures over all the months. */
export function overall(rows: readonly FigureRow[]): PackageFigures {
  const known = moving(rows);
  return figuresOf(summed(known.filter(({ month }) => month === 0)), summed(known.filter(({ month }) => month > 0)));
}

/** A template and its rows; those without one come last. */
export interface OfTemplate {
  template: TemplateFigures['template'];
  rows: FigureRow[];
}

/** Rows by template, in the order of their names in `language`. */
export function byTemplate(rows: readonly FigureRow[], language: string): OfTemplate[] {
  const collator = new Intl.Collator(language, { numeric: true });
  return [...Map.groupBy(rows, ({ template }) => template).values()]
    .map((own): OfTemplate => {
      const [{ template: id, name } = { template: null, name: null }] = own;
      return { template: id === null ? null : { id, name: name ?? '' }, rows: own };
    })
    .sort(({ template: left }, { template: right }) => {
      if (left === null || right === null) return Number(left === null) - Number(right === null);
      return collator.compare(left.name, right.name) || left.id.localeCompare(right.id);
    });
}

/** Whether there is anything to say. */
export function isQuiet({ value, sessions, packagesSold, received, refunds, due }: PackageFigures): boolean {
  return [...Object.values(value), ...Object.values(sessions), packagesSold, received, refunds, due].every(
    (n) => n === 0,
  );
}

/** What stands today. */
export function standing(rows: readonly FigureRow[]): OutstandingNow {
  const sum = (figure: FigureRow['figure'], measure: Measure) =>
    rows.reduce((all, row) => all + (row.figure === figure ? row[measure] : 0), 0);
  return {
    packages: sum('usable', 'sessions'),
    sessions: sum('outstanding', 'sessions'),
    value: sum('outstanding', 'value'),
    paidValue: sum('usable', 'value'),
    due: sum('owed', 'value'),
  };
}
