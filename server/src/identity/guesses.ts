import { Injectable } from '@nestjs/common';
import { networkWindows, type SharedWindow, SharedWindows, type Taken } from '../platform/limits/shared-windows.js';

/** One thing that is guessed at, and how often within one window of time. */
type Guess = SharedWindow[];

/** What was counted; given back when the guess was right. */
export type Counted = Taken;

/** Passwords of one account. */
export function accountGuesses(email: string): Guess {
  return [{ name: 'guess:account', who: email, limit: 10, seconds: 900 }];
}

/** Passwords and links from one network; an office shares an address, so that allows more. */
export function addressGuesses(address: string): Guess {
  return networkWindows('guess:network', address, 60, 900);
}

/** A code has a million values and three of them are right at any time: 10 tries a quarter hour leave 1 in 33,000. */
export function codeGuesses(personId: string): Guess {
  return [{ name: 'guess:code', who: personId, limit: 10, seconds: 900 }];
}

/** Guesses at passwords, codes and links, counted before anything is looked up or hashed. Right ones are given back. */
@Injectable()
export class Guesses {
  constructor(private readonly windows: SharedWindows) {}

  /** Counts, or refuses with 429 `too-many` and the seconds until every exceeded window is over. */
  count(...guesses: Guess[]): Promise<Counted> {
    return this.windows.take(...guesses.flat());
  }

  /** The person proved otherwise who they are: earlier tries no longer count. */
  async forgive(guess: Guess): Promise<void> {
    for (const window of guess) await this.windows.clear(window);
  }

  giveBack(counted: Counted): Promise<void> {
    return this.windows.giveBack(counted);
  }
}
