/**
 * What was read, in the order that is shown; new ones come last. For as long as somebody works inside one of them: a row
 * that moves takes the focus away, and what is being typed goes nowhere.
 */
export function keepPlaces<Row extends { id: string }>(shown: readonly Row[], read: readonly Row[]): Row[] {
  const places = new Map(shown.map(({ id }, place) => [id, place]));
  const placeOf = ({ id }: Row) => places.get(id) ?? shown.length;
  return read.toSorted((left, right) => placeOf(left) - placeOf(right));
}
