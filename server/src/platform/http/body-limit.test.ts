import { SignIn } from '@bookinda/contracts/identity/sign-in.dto';
import { limits } from '@bookinda/contracts/limits';
import { SellPackage } from '@bookinda/contracts/packages/sell-package.dto';
import { OpenTicket } from '@bookinda/contracts/support/open-ticket.dto';
import { ReplyToTicket } from '@bookinda/contracts/support/reply.dto';
import { describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { Answers } from './answers.js';
import { bodyLimitOf, smallestBody } from './body-limit.js';
import { Doors } from './doors.js';

describe('the largest body of a route', () => {
  it('is 4 KiB for signing in, and nowhere less than what the input may hold with every character escaped', () => {
    expect(bodyLimitOf(SignIn)).toBe(smallestBody);
    expect(bodyLimitOf(undefined)).toBe(smallestBody);
    for (const [dto, characters] of [
      [OpenTicket, limits.subject + limits.description + limits.metadataBytes],
      [ReplyToTicket, limits.message],
      [SellPackage, limits.packageServices * limits.name],
    ] as const) {
      expect(bodyLimitOf(dto)).toBeGreaterThanOrEqual(6 * characters);
      expect(bodyLimitOf(dto)).toBeLessThanOrEqual(limits.bodyBytes);
    }
  });
});

describe('a route without a limit', () => {
  const start = (verb: string, kinds: string[]) => {
    @Controller()
    class Unlimited {
      @Answers({ verb, method: 'GET', path: '/v1/x' } as never, { to: { kinds } })
      handle(): string {
        return '';
      }
    }
    return Test.createTestingModule({ imports: [DiscoveryModule], controllers: [Unlimited], providers: [Doors] })
      .compile()
      .then((module) => module.init());
  };

  it('does not start where it answers strangers or lists things', async () => {
    await expect(start('read-thing', ['anonymous'])).rejects.toThrow('without a limit');
    await expect(start('list-things', ['staff'])).rejects.toThrow('without a limit');
    await expect(start('read-thing', ['staff'])).resolves.toBeDefined();
  });
});
