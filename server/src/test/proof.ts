import { createHash } from 'node:crypto';
import { readChallenge } from '@bookinda/contracts/support/routes';
import type { As, TestApp } from './app.js';

/** Solves a visitor's challenge as a browser would, and lets the person's time pass. */
export async function givenProof(app: TestApp, as: As): Promise<string> {
  const { body } = await app.call(readChallenge, as);
  app.clock.moveBy({ seconds: 3 });
  for (let n = 0; ; n++) {
    const hash = createHash('sha256')
      .update(body.salt + n)
      .digest();
    if (hash.readUInt32BE(0) >>> (32 - body.zeroBits) === 0)
      return `${body.salt}.${body.zeroBits}.${body.signature}.${n}`;
  }
}
