import { checkProof } from '@bookinda/contracts/identity/routes';
import { ask } from './here.js';
import { sayRefusal } from './toasts.js';

/**
 * A click on a link whose download needs the password: asks for it where it must, then the browser downloads by itself,
 * which streams however long the list is.
 */
export async function downloadWithProof(event: Event): Promise<void> {
  event.preventDefault();
  const { href } = event.currentTarget as HTMLAnchorElement;
  try {
    await ask(checkProof);
  } catch (error) {
    sayRefusal(error);
    return;
  }
  // Not the link that was clicked: its click would come back here.
  Object.assign(document.createElement('a'), { href, download: '' }).click();
}
