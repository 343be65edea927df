import type { PackageCard } from '@bookinda/contracts/packages/package';

/** PK-19: opens the renewal of a package over whatever is shown. The screen hears `desk-renewed` with the new card on `window`. */
export async function openRenewal(card: Pick<PackageCard, 'id' | 'name' | 'customer'>): Promise<void> {
  const { RenewPackageDialog } = await import('./renew-package-dialog.js');
  const dialog = new RenewPackageDialog();
  dialog.card = card;
  dialog.addEventListener('desk-close', () => dialog.remove());
  document.body.append(dialog);
}
