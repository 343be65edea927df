import { type PropertyDeclarations, type PropertyValues, ReactiveElement, render, type TemplateResult } from 'lit';
import { fill, languageOf } from '../platform/locale.js';
import type { ProblemError } from '../platform/problem-error.js';
import type { TokenProvider } from './embed-caller.js';

/** One look at the page is enough: a hundred cards would each make it compute its styles. */
let looked = false;

/** Texts by name. The English ones are built in; every other language is a chunk of its own. */
export type Words = Record<string, string>;
export type Languages<W> = Record<string, () => Promise<{ default: W }>>;

/** States of every element, `:state(ready)` in CSS; at most one at a time, `offline` beside it. */
export type State = 'loading' | 'ready' | 'error';

/** Colours, radius and sizes a page may set at once; each becomes `--bookinda-<name>` on the element. */
export type Appearance = Record<string, string>;

/** What an element tells its page about a call that failed. */
export type Trouble = Pick<ProblemError, 'code' | 'status' | 'retryable'>;

/**
 * What every Bookinda element shares: who calls, in which language, with which look, and how it tells its page. `Later` are the
 * texts of what it shows only after an act.
 */
export abstract class EmbedElement<W extends Words, Later extends Words = W> extends ReactiveElement {
  static override properties: PropertyDeclarations = {
    siteKey: { attribute: 'site-key' },
    api: {},
    headingLevel: { attribute: 'heading-level', type: Number },
    token: { attribute: false },
    tokenProvider: { attribute: false },
    messages: { attribute: false },
    appearance: { attribute: false },
  };

  static override get observedAttributes(): string[] {
    // biome-ignore lint/complexity/noThisInStatic: Lit finalizes the class it is called on
    return [...super.observedAttributes, 'lang', 'token'];
  }

  /** The tenant's publishable key. */
  siteKey = '';
  /** Origin of the API; the origin this module came from when left out. */
  api = new URL(import.meta.url).origin;
  headingLevel = 2;
  /** Proves a signed-in customer; signed by the page's own server. */
  token?: string;
  /** Asked for a token when there is none, when it has expired, and before something is sent; nothing for a visitor. */
  tokenProvider?: TokenProvider;
  /** Replaces single texts, in whatever language the page speaks. */
  messages?: Partial<W & Later>;
  appearance?: Appearance;

  /** The language spoken, as Intl takes it. */
  /** @internal */ language = 'en';
  /** @internal */ words: W;
  protected readonly internals = this.attachInternals();
  private spoken?: Promise<void>;

  constructor(
    private readonly english: W,
    private readonly languages: Languages<W>,
  ) {
    super();
    this.words = english;
  }

  override connectedCallback(): void {
    this.speak();
    super.connectedCallback();
    if (!looked && getComputedStyle(document.documentElement).display === 'none')
      void import('./hostile-page.js').then((chunk) => chunk.escapeHostileStyles()).catch(() => {});
    looked = true;
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    if (name === 'token') {
      // Read once: a token in the markup would be there for every other script to read.
      if (value !== null) {
        this.token = value;
        this.removeAttribute(name);
      }
    } else if (name === 'lang') {
      if (this.isConnected) this.speak();
    } else super.attributeChangedCallback(name, old, value);
  }

  /** Takes up the language; the first render waits for its words, a missing chunk leaves English. */
  private speak(): void {
    this.language = languageOf(this);
    const load = this.languages[this.language.split('-')[0]!];
    const done = (words: W) => {
      this.words = this.messages ? { ...words, ...this.messages } : words;
      this.spoken = undefined;
      this.requestUpdate();
    };
    if (load) {
      this.spoken = load().then(
        (chunk) => done(chunk.default),
        () => done(this.english),
      );
    } else done(this.english);
  }

  protected override scheduleUpdate(): Promise<unknown> | undefined {
    if (this.spoken) return this.spoken.then(() => super.scheduleUpdate());
    super.scheduleUpdate();
    return undefined;
  }

  protected abstract draw(): TemplateResult;

  // What LitElement would do, less what no element here uses (async directives, hydration).
  protected override update(changed: PropertyValues): void {
    const view = this.draw();
    super.update(changed);
    render(view, this.renderRoot as ShadowRoot, { host: this });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('messages')) this.words = { ...this.words, ...this.messages };
    for (const [name, value] of Object.entries(this.appearance ?? {})) {
      this.style.setProperty(`--bookinda-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value);
    }
  }

  /** True when who asks, or whom, is another now. */
  protected otherCaller(changed: PropertyValues): boolean {
    return ['api', 'siteKey', 'token', 'tokenProvider'].some((name) => changed.has(name));
  }

  /** @internal A text with its facts in place. */
  say(name: keyof W, facts: Record<string, string | number> = {}): string {
    return fill(this.words[name] as string, facts);
  }

  /** @internal Dispatches `bookinda-<name>`, bubbling and composed; false when a listener prevented it. */
  fire(name: string, detail: unknown = {}, cancelable = false): boolean {
    return this.dispatchEvent(
      new CustomEvent(`bookinda-${name}`, { detail, cancelable, bubbles: true, composed: true }),
    );
  }

  /** @internal */
  failed({ code, status, retryable }: Trouble): void {
    this.be('error');
    this.fire('error', { code, status, retryable });
  }

  /** @internal */
  be(state: State): void {
    for (const other of ['loading', 'ready', 'error']) this.mark(other, other === state);
  }

  /** @internal */
  mark(state: string, on: boolean): void {
    const { states } = this.internals;
    // Every change makes the browser look at the styles again, also one that changes nothing.
    if (states.has(state) !== on) states[on ? 'add' : 'delete'](state);
  }
}

/** Registers the element unless another version of it was here first; that one then keeps serving the page. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
