import type { Role } from '@bookinda/contracts/identity/session';

/** NT-02: who may look at what was sent. */
export const mailReaders: Role[] = ['OWNER', 'MANAGER', 'AGENT'];
