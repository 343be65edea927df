import type { Actor } from '../platform/events/record.js';
import type { DeskCaller } from './callers.js';

/** A desk's caller as events name it. */
export function actorOf(caller: DeskCaller): Actor {
  return caller.kind === 'staff'
    ? { kind: 'staff', id: caller.personId, name: caller.name }
    : { kind: 'api-key', id: caller.keyId, name: caller.name };
}
