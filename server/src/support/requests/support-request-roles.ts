import type { Role } from '@bookinda/contracts/identity/session';

/** BS-11: who may write to the platform's team for the salon. OWNER and MANAGER see all, RECEPTION its own, STAFF none. */
export const requestRoles: Role[] = ['OWNER', 'MANAGER', 'RECEPTION'];
