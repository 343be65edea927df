import type { Role, Session } from '@bookinda/contracts/identity/session';
import { nowHere } from '../shell/here.js';

/** For element tests: somebody is signed in as `role` at a salon. */
export function signedIn(role: Role): void {
  const session: Session = {
    person: { id: 'p1', name: 'Anna', email: 'anna@salon.example', language: 'en', twoFactor: false },
    tenant: {
      id: 't1',
      slug: 'salon',
      name: 'Salon',
      kind: 'salon',
      timeZone: 'Europe/Budapest',
      currency: 'EUR',
      language: 'en',
      accent: null,
    },
    role,
    tenants: [{ id: 't1', name: 'Salon', role }],
    csrf: 'csrf',
    stage: 'complete',
  };
  nowHere({ session, desk: null });
}
