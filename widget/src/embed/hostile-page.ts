/**
 * A page whose stylesheet hides everything (`* { display: none !important }`) hides the elements' ancestors too. Where both html
 * and body are gone, which no page means, whatever holds one of our elements is shown again.
 */
export function escapeHostileStyles(): void {
  if (getComputedStyle(document.body).display !== 'none') return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(':has(bookinda-ticket-form,bookinda-package-card){display:revert!important}');
  document.adoptedStyleSheets.push(sheet);
}
