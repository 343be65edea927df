/** One keyset page. `next` is an opaque cursor for `?after=`, null on the last page. */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}
