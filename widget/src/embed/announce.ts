let region: HTMLElement | undefined;

/** Says `text` to screen readers by one polite live region in the page; regions inside shadow roots are read unreliably. */
export function announce(text: string): void {
  if (!region?.isConnected) {
    region = document.createElement('div');
    region.role = 'status';
    // By CSSOM, which a strict policy allows, and important, because pages hide what they do not know.
    for (const [name, value] of Object.entries({
      display: 'block',
      position: 'fixed',
      'clip-path': 'inset(50%)',
      height: '1px',
      overflow: 'hidden',
      'white-space': 'nowrap',
    })) {
      region.style.setProperty(name, value, 'important');
    }
    document.body.append(region);
  }
  region.textContent = '';
  setTimeout(() => {
    if (region) region.textContent = text;
  }, 60);
}
