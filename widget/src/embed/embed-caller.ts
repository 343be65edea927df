import { type Call, type Caller, callerOf, type ProblemError } from '../platform/call.js';
import { personOf } from './draft-shelf.js';

/** Gives a token for the customer whom the page has signed in; nothing for a visitor. */
export type TokenProvider = () => Promise<string | null | undefined>;

/** Who asks from a page: a publishable key and, for a signed-in customer, a token that the page's own server signs. */
export class EmbedCaller implements Caller {
  readonly call: Call = callerOf(this);
  /** Told before a new token is asked for. */
  expired?: (problem: ProblemError) => void;
  /** Told when the page speaks for another person than before; what was under way for the former one fails. */
  changed?: () => void;
  private renewing?: Promise<string | undefined>;

  constructor(
    readonly api: string,
    readonly siteKey: string,
    public language: string,
    public token?: string,
    private readonly provider?: TokenProvider,
  ) {}

  async headers(): Promise<Record<string, string>> {
    if (!this.token) await this.ask();
    return {
      authorization: `Bearer ${this.siteKey}`,
      'accept-language': this.language,
      ...(this.token && { 'x-customer-token': this.token }),
    };
  }

  /** True when a fresh token is there; several callers that expire together ask the page once. */
  async renew(problem: ProblemError): Promise<boolean> {
    if (!this.token) return false;
    if (!this.renewing) this.expired?.(problem);
    return !!(await this.ask());
  }

  /** Whom the page speaks for now: asked before something goes out in somebody's name. Without a provider, whom it spoke for. */
  async person(): Promise<string> {
    if (this.provider) this.token = (await this.provider()) || undefined;
    return personOf(this.token);
  }

  private ask(): Promise<string | undefined> {
    this.renewing ??= Promise.resolve(this.provider?.())
      .then((token) => {
        const other = token && this.token && personOf(token) !== personOf(this.token);
        if (token) this.token = token;
        if (other) this.changed?.();
        return other ? undefined : token || undefined;
      })
      .finally(() => {
        this.renewing = undefined;
      });
    return this.renewing;
  }
}
