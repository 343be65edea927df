import { define } from '../embed-element.js';
import { PackageCard } from './package-card.js';

export type { PackageCard };

declare global {
  interface HTMLElementTagNameMap {
    'bookinda-package-card': PackageCard;
  }
}

define('bookinda-package-card', PackageCard);
