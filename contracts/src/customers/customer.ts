import type { Instant, Money } from '../values.js';

/** A tenant's customer: a person, or a salon for the platform's desk. */
export interface Customer {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  language: string;
  since: Instant;
  openTickets: number;
  activePackages: number;
  /** PK-13: what is due for packages that are not cancelled; null for those who read no debts (PK-20). */
  balanceDue: Money | null;
}
