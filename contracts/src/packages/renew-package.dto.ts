import { SaleDetails } from './sell-package.dto.js';

/** PK-19: the same once more to the same customer, by the terms of `propose-renewal`. */
export class RenewPackage extends SaleDetails {}
