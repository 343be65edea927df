/** What the elements do to the page around them: nothing but one hidden live region, and a way out of a hostile stylesheet. */

let region: HTMLElement | undefined;

/** Says `text` to screen readers by one polite live region in the page; regions inside shadow roots are read unreliably. */
export function announce(text: string): void {
  if (!region?.isConnected) {
    region = document.createElement('div');
    region.role = 'status';
    // By CSSOM, which a strict policy allows, and important, because pages hide what they do not know.
    for (const [name, value] of Object.entries({ display: 'block', position: 'fixed', 'clip-path': 'inset(50%)', height: '1px', overflow: 'hidden', 'white-space': 'nowrap' })) {
      region.style.setProperty(name, value, 'important');
    }
    document.body.append(region);
  }
  region.textContent = '';
  setTimeout(() => region && (region.textContent = text), 60);
}

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
