/** A dialog's or drawer's own closing; that of a menu inside it bubbles by under the same name. */
export function whenClosed(act: () => void): (event: Event) => void {
  return (event) => {
    if (event.target === event.currentTarget) act();
  };
}
