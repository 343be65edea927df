import { type Call, type Caller, callerOf, type ProblemError } from '../platform/call.js';

/** Who asks from a page: a publishable key and, for a signed-in customer, a token that the page's own server signs. */
export class EmbedCaller implements Caller {
  readonly call: Call = callerOf(this);
  /** Told before a new token is asked for. */
  expired?: (problem: ProblemError) => void;
  private renewing?: Promise<string | undefined>;

  constructor(
    readonly api: string,
    readonly siteKey: string,
    public language: string,
    public token?: string,
    private readonly provider?: () => Promise<string>,
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

  private ask(): Promise<string | undefined> {
    this.renewing ??= Promise.resolve(this.provider?.())
      .then((token) => {
        if (token) this.token = token;
        return token;
      })
      .finally(() => {
        this.renewing = undefined;
      });
    return this.renewing;
  }
}
