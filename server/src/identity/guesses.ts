import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Refusal } from '../platform/http/refusal.js';
import type { DeskRequest } from '../platform/http/request.js';
import {
  networkWindows,
  type SharedWindow,
  SharedWindows,
  type Taken,
  WindowFull,
} from '../platform/limits/shared-windows.js';
import type { Staff } from './callers.js';
import { KnownDevices } from './known-devices.js';

/** The windows in which one kind of try is counted. */
type Guess = SharedWindow[];

/** What was counted; given back when the guess was right. */
export type Counted = Taken;

const quarter = 900;
const hour = 3_600;
const day = 86_400;
const sessionGuesses = 'guess:session';

/** Passwords and links from one network; an office shares an address, so that allows more. */
export function addressGuesses(address: string): Guess {
  return networkWindows('guess:network', address, 60, quarter);
}

/**
 * Guesses at passwords, codes and links, counted before anything is hashed. Right ones are given back.
 *
 * A browser in which the person has signed in before counts by itself, so that strangers cannot use up its tries: the right password
 * gets in from there, whatever others do. All other browsers share limits per network and one ceiling per account:
 * 300 tries a day, whatever the number of networks, are 109,500 a year. Against ten random small letters that is 1 in 1.3 billion.
 * 100 of the 300 are kept for the first three tries of a network: to use all up takes 34 networks, or 17 of /48. Then a browser that is
 * new to the person needs the reset by mail, which makes it known.
 */
@Injectable()
export class Guesses {
  constructor(
    private readonly db: Database,
    private readonly windows: SharedWindows,
    private readonly devices: KnownDevices,
  ) {}

  /** Passwords at the sign-in. `account`: the person's id where the address has one, else the address. */
  ofPassword(request: DeskRequest, account: string): Guess {
    const device = this.devices.idFor(request, account);
    if (device) return bucket('guess:device', `${device} ${account}`, 100);
    return [...addressGuesses(request.ip), ...strangersAt(request, account)];
  }

  /**
   * Codes, after the right password. A code has a million values and three of them are right at any time: 30 tries a day leave 1 in
   * 11,000 a day to somebody who has the password already.
   */
  ofCode(request: DeskRequest, personId: string): Guess {
    const device = this.devices.idFor(request, personId);
    return device ? bucket('guess:device-code', `${device} ${personId}`, 30) : bucket('guess:code', personId, 30);
  }

  /**
   * The password of an open session's own person, asked for once more. Counted by the session, so that a thief of one cannot use
   * up the tries of the person's others; browsers the person does not know share a ceiling as well.
   */
  private ofOwnPassword(request: DeskRequest, { sessionId, personId }: Staff): Guess {
    const ofSession = { name: sessionGuesses, who: sessionId, limit: 10, seconds: day };
    if (this.devices.idFor(request, personId)) return [ofSession];
    return [ofSession, { name: 'guess:own-password', who: personId, limit: 30, seconds: day }];
  }

  /** Mails with a link to a new password. `account` as for passwords. */
  ofReset(request: DeskRequest, account: string): Guess {
    const device = this.devices.idFor(request, account);
    if (device) return [{ name: 'reset:device', who: `${device} ${account}`, limit: 5, seconds: hour }];
    return [
      ...networkWindows('reset:network', request.ip, 30, hour),
      ...networkWindows('reset:network-account', request.ip, 5, hour, account),
    ];
  }

  /** Resets that strangers ask for while a mailed link is still good. */
  ofRepeatedReset(personId: string): Guess {
    return [
      { name: 'reset:repeated', who: personId, limit: 3, seconds: hour },
      { name: 'reset:repeated', who: personId, limit: 10, seconds: day },
    ];
  }

  /** Counts, or refuses with 429 `too-many` and the seconds until every exceeded window is over. */
  async count(...guesses: Guess[]): Promise<Counted> {
    const windows = guesses.flat();
    try {
      return await this.windows.take(...windows);
    } catch (error) {
      if (!(error instanceof WindowFull && error.windows.every(({ otherwise }) => otherwise))) throw error;
      const { windows: full } = error;
      return this.windows.take(
        ...windows.flatMap((window) => (full.includes(window) ? (window.otherwise ?? []) : [window])),
      );
    }
  }

  /** The person proved otherwise who they are: earlier tries at the account, from this network and in all, no longer count. */
  async forgive(request: DeskRequest, personId: string): Promise<void> {
    for (const window of strangersAt(request, personId))
      for (const one of [window, ...(window.otherwise ?? [])]) await this.windows.clear(one);
  }

  /** Counts a try at `ofOwnPassword`; a session that has used up its own ends: 401 `sign-in-required`. */
  async countOwnPassword(request: DeskRequest, caller: Staff): Promise<Counted> {
    try {
      return await this.count(this.ofOwnPassword(request, caller));
    } catch (error) {
      if (!(error instanceof WindowFull && error.full.includes(sessionGuesses))) throw error;
      await this.db.people(endSession, [caller.sessionId]);
      throw new Refusal('sign-in-required', 'Too many wrong passwords. Please sign in again.');
    }
  }

  giveBack(counted: Counted): Promise<void> {
    return this.windows.giveBack(counted);
  }
}

const endSession = { name: 'end-guessing-session', text: 'DELETE FROM auth.session WHERE id = $1' };

function strangersAt(request: DeskRequest, account: string): Guess {
  return [
    ...networkWindows('guess:network-account', request.ip, 10, quarter, account),
    ...networkWindows('guess:network-account', request.ip, 30, day, account),
    {
      name: 'guess:account',
      who: account,
      limit: 200,
      seconds: day,
      otherwise: [
        { name: 'guess:account-rest', who: account, limit: 100, seconds: day },
        ...networkWindows('guess:network-first', request.ip, 3, day, account),
      ],
    },
  ];
}

/** Ten tries a quarter of an hour, and so many a day. */
function bucket(name: string, who: string, daily: number): Guess {
  return [
    { name, who, limit: 10, seconds: quarter },
    { name, who, limit: daily, seconds: day },
  ];
}
