/** True while the person types somewhere, where letters are letters. */
function typing(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  );
}

/** True inside an open dialog, drawer or menu; a menu's trigger that only has the focus does not count. */
function insideOpen(event: KeyboardEvent): boolean {
  return event
    .composedPath()
    .some(
      (target) =>
        target instanceof HTMLElement &&
        /^(dialog|wa-dialog|wa-drawer|wa-dropdown)$/i.test(target.tagName) &&
        (target as HTMLDialogElement).open,
    );
}

/** Single-key shortcuts of a screen: `onShortcuts({ j: next, '/': search })`. Returns what ends them. */
export function onShortcuts(acts: Record<string, () => void>): () => void {
  const hear = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event) || insideOpen(event))
      return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  addEventListener('keydown', hear);
  return () => removeEventListener('keydown', hear);
}
