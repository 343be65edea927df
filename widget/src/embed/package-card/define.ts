import { define } from '../embed-element.js';
import { PackageCard } from './package-card.js';

export type { PackageCard };

define('bookinda-package-card', PackageCard);
