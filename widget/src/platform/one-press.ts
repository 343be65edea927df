/** Fields where a held Enter means many lines. */
const multiline = 'textarea,[contenteditable]:not([contenteditable=false])';
/** Fields where a held space means many spaces. */
const writable = `input:not([type=button],[type=submit],[type=checkbox],[type=radio]),${multiline}`;
const pressable = 'button,a,summary,[role=button],[role=menuitem],[role=option],[type=submit]';

/**
 * One press is one act, whatever has the focus: a held key presses once, and the second click of a double click is none. Two
 * presses that are meant are two: a pause of half a second lies between them, or a finger that lets the key go.
 * A button for many quick clicks says `data-quick`. Gives the function that ends it.
 */
export function onePressOneAct(on: EventTarget): () => void {
  const end = new AbortController();
  const options = { capture: true, signal: end.signal };
  on.addEventListener('keydown', (event) => holdKey(event as KeyboardEvent), options);
  on.addEventListener('click', (event) => holdClick(event as MouseEvent), options);
  return () => end.abort();
}

function holdKey(event: KeyboardEvent): void {
  if (!event.repeat) return;
  const [target] = event.composedPath();
  if (!(target instanceof Element)) return;
  const sends = event.ctrlKey || event.metaKey;
  const enters = event.key === 'Enter' && (sends || !target.matches(multiline));
  const presses = event.key === ' ' && !target.matches(writable) && !!target.closest(pressable);
  if (enters || presses) stop(event);
}

function holdClick(event: MouseEvent): void {
  if (event.detail < 2) return;
  const pressed = event.composedPath().find((target) => target instanceof Element && target.matches(pressable)) as
    | Element
    | undefined;
  if (pressed && !event.composedPath().some((target) => target instanceof Element && target.hasAttribute('data-quick')))
    stop(event);
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
