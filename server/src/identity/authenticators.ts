import type { TwoFactorSetup } from '@bookinda/contracts/identity/session';
import { Inject, Injectable } from '@nestjs/common';
import { generateSecret, generateURI, verifySync } from 'otplib';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Refusal } from '../platform/http/refusal.js';

const purpose = 'authenticator';
/** A code of the step before or after counts too: clocks differ, fingers are slow. */
const epochTolerance = 30;

/** Authenticator apps (TOTP, RFC 6238: SHA-1, 6 digits, 30 s). Their secrets are sealed in the table. */
@Injectable()
export class Authenticators {
  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A new secret for a person, and how it is kept. */
  enrol(person: { personId: string; email: string }): TwoFactorSetup & { kept: Buffer } {
    const secret = generateSecret();
    const uri = generateURI({ issuer: 'Bookinda Desk', label: person.email, secret });
    return { secret, uri, kept: this.config.keys.seal(purpose, person.personId, secret) };
  }

  /**
   * The time step `code` stands for; 401 `wrong-code` otherwise. A step is spent once: whoever asks must also raise
   * `totp_last_step` to it by a conditional update.
   */
  stepOf(personId: string, kept: Buffer | null | undefined, code: string): number {
    const secret = kept && this.config.keys.open(purpose, personId, kept);
    const epoch = Math.floor(this.clock.now().epochMilliseconds / 1_000);
    const verified = secret ? verifySync({ secret, token: code, epoch, epochTolerance }) : { valid: false as const };
    if (!verified.valid || !('timeStep' in verified))
      throw new Refusal('wrong-code', 'The code is wrong or was used already.');
    return verified.timeStep;
  }
}
