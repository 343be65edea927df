/** What the browser test runner puts on the page. */
declare function describe(name: string, tests: () => void): void;
declare function it(name: string, test: () => void | Promise<void>): void;
declare function beforeEach(prepare: () => void | Promise<void>): void;
declare function afterEach(clean: () => void | Promise<void>): void;
