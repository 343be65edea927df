/**
 * A use case's door: the verb phrase that names it everywhere, its HTTP method and path, and the types that pass
 * through. Declared once per verb in `<area>/routes.ts`; the server binds a slice to it, the browser calls it.
 */
export interface Route<Input = unknown, Output = unknown, Path extends string = string> {
  readonly verb: string;
  readonly method: Method;
  readonly path: Path;
  /** Carries the types only; never set at run time. */
  readonly types?: { input: Input; output: Output };
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The `{names}` in a path: `/v1/tickets/{id}` → `'id'`. */
export type PathNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never;

export type InputOf<R> = R extends Route<infer Input, unknown> ? Input : never;
export type OutputOf<R> = R extends Route<infer _, infer Output> ? Output : never;

/** `route('open-ticket', 'POST /v1/embed/tickets').takes<OpenTicket>().gives<TicketReceipt>()` */
export function route<Path extends string>(verb: string, door: `${Method} ${Path}`) {
  const [method, path] = door.split(' ') as [Method, Path];
  return {
    takes: <Input>() => ({ gives: <Output>(): Route<Input, Output, Path> => ({ verb, method, path }) }),
    /** For a verb whose whole input is its path. */
    gives: <Output>(): Route<Nothing, Output, Path> => ({ verb, method, path }),
  };
}

/** An empty input: a body or query with any field is refused. */
export type Nothing = Record<string, never>;

/** Fills the `{names}` of a route's path. */
export function pathOf(route: Route, names: Record<string, string> = {}): string {
  return route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = names[name];
    if (value === undefined) throw new Error(`${route.verb}: path needs ${name}`);
    return encodeURIComponent(value);
  });
}
