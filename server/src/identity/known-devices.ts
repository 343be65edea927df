import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CONFIG, type Config } from '../platform/config.js';
import type { DeskRequest } from '../platform/http/request.js';
import type { KeyRing } from '../platform/keys/key-ring.js';

type WithCookies = Pick<DeskRequest, 'cookies'>;

/** 400 days: the longest that browsers keep a cookie. */
const keptSeconds = 400 * 86_400;
/** People of one browser; a reception's computer has several. */
const mostPeople = 8;
const markBytes = 16;

/**
 * Browsers in which somebody has signed in completely. The cookie holds the browser's random id and one mark per person, so that
 * a limit can count this browser apart from strangers: it opens nothing, and it names no person.
 * Layout: `<id>.<mark of the id>~<mark of the id and a person>~…`, the latest person first.
 */
@Injectable()
export class KnownDevices {
  private readonly cookie: string;
  private readonly secure: boolean;
  private readonly keys: KeyRing;

  constructor(@Inject(CONFIG) config: Config) {
    this.keys = config.keys;
    this.secure = config.publicUrl.startsWith('https:');
    this.cookie = this.secure ? '__Host-bookinda_device' : 'bookinda_device';
  }

  /** The id of the browser where anybody has signed in before. */
  idOf(request: WithCookies): string | undefined {
    return this.read(request)?.id;
  }

  /** The id of the browser where this person has signed in before. */
  idFor(request: WithCookies, personId: string): string | undefined {
    const device = this.read(request);
    return device?.marks.some((mark) => this.isMarkOf(device.id, personId, mark)) ? device.id : undefined;
  }

  /** From now on the browser is known to this person. */
  remember(reply: FastifyReply, personId: string): void {
    const known = this.read(reply.request);
    const id = known?.id ?? randomBytes(markBytes).toString('base64url');
    const others = (known?.marks ?? []).filter((mark) => !this.isMarkOf(id, personId, mark));
    const marks = [this.mark(personWords(id, personId)), ...others].slice(0, mostPeople);
    void reply.setCookie(this.cookie, [`${id}.${this.mark(idWords(id))}`, ...marks].join('~'), {
      httpOnly: true,
      sameSite: 'lax',
      secure: this.secure,
      path: '/',
      maxAge: keptSeconds,
    });
  }

  private read(request: WithCookies): { id: string; marks: string[] } | undefined {
    const [front = '', ...marks] = (request.cookies[this.cookie] ?? '').split('~', mostPeople + 1);
    const [, id, mark] = /^([\w-]{22})\.([\w-]{22})$/.exec(front) ?? [];
    return id && mark && this.keys.holds('known-device', idWords(id), mark, markBytes) ? { id, marks } : undefined;
  }

  private isMarkOf(id: string, personId: string, mark: string): boolean {
    return this.keys.holds('known-device', personWords(id, personId), mark, markBytes);
  }

  private mark(words: string): string {
    return this.keys.mark('known-device', words, markBytes).toString('base64url');
  }
}

const idWords = (id: string) => `browser ${id}`;
const personWords = (id: string, personId: string) => `person ${id} ${personId}`;
