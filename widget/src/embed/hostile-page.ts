let checked = false;

/**
 * A page whose stylesheet hides everything (`* { display: none !important }`) would hide the elements' ancestors too. Where
 * both html and body are gone, which no page means, whatever holds one of our elements is shown again.
 */
export function escapeHostileStyles(): void {
  if (checked || !document.body) return;
  checked = true;
  const gone = (element: Element) => getComputedStyle(element).display === 'none';
  if (!gone(document.documentElement) || !gone(document.body)) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(':has(bookinda-ticket-form,bookinda-package-card){display:revert!important}');
  document.adoptedStyleSheets.push(sheet);
}
