/** For `ref()`: what is shown stands in view, in a strip that is wider than the phone. */
export function inView(element?: Element): void {
  requestAnimationFrame(() => element?.scrollIntoView({ block: 'nearest', inline: 'center' }));
}
