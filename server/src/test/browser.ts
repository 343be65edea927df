import { confirmTwoFactor, provePassword, setUpTwoFactor, signIn } from '@bookinda/contracts/identity/routes';
import type { Session } from '@bookinda/contracts/identity/session';
import type { InputOf, OutputOf, Route } from '@bookinda/contracts/route';
import { generateSync } from 'otplib';
import { hashPassword } from '../identity/passwords.js';
import type { Answer, As, TestApp } from './app.js';

export const password = 'correct horse battery';

/** Gives a person (see givenMember) a password to sign in with. */
export async function givenPassword(app: TestApp, person: { id: string }, text = password): Promise<void> {
  await app.db.query('UPDATE auth.person SET password = $2 WHERE id = $1', [person.id, await hashPassword(text)]);
}

/** A browser on our own page: keeps the cookie and the CSRF token it is given, as the console does. */
export class Browser {
  readonly cookies = new Map<string, string>();
  csrf = '';

  constructor(private readonly app: TestApp) {}

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get as(): As {
    return { ...(this.cookie ? { cookie: this.cookie } : {}), ...(this.csrf ? { 'x-csrf-token': this.csrf } : {}) };
  }

  async call<R extends Route>(
    route: R,
    input?: InputOf<R>,
    names?: Record<string, string>,
    more: As = {},
  ): Promise<Answer<OutputOf<R>>> {
    const answer = await this.app.call(route, { origin: this.app.config.publicUrl, ...this.as, ...more }, input, names);
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      this.cookies.set(name, value);
    }
    const csrf = (answer.body as Partial<Session> | null)?.csrf;
    if (csrf) this.csrf = csrf;
    return answer;
  }

  signIn(email: string, text = password): Promise<Answer<Session>> {
    return this.call(signIn, { email, password: text });
  }

  /** The password once more: the session may do for ten minutes what asks for it. */
  prove(text = password, code?: string): Promise<Answer<null>> {
    return this.call(provePassword, { password: text, ...(code ? { code } : {}) });
  }

  /** The session token in the cookie. */
  get token(): string {
    return this.cookies.get('bookinda_session') ?? '';
  }
}

/** Enrols an authenticator app through the routes; `code()` is what it shows, a step later each time. */
export async function givenAuthenticator(
  app: TestApp,
  browser: Browser,
): Promise<{ code(): string; recoveryCodes: string[] }> {
  await browser.prove();
  const { secret } = (await browser.call(setUpTwoFactor)).body;
  const code = () => {
    app.clock.moveBy({ seconds: 30 });
    return generateSync({ secret, epoch: Math.floor(app.clock.now().epochMilliseconds / 1_000) });
  };
  const { codes } = (await browser.call(confirmTwoFactor, { code: code() })).body;
  return { code, recoveryCodes: codes };
}
