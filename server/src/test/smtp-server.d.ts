/** What the tests use of it; the package brings no types. */
declare module 'smtp-server' {
  import type { AddressInfo } from 'node:net';
  import type { Readable } from 'node:stream';

  type Done = (error?: Error & { responseCode?: number }) => void;

  export class SMTPServer {
    constructor(options: {
      authOptional?: boolean;
      disabledCommands?: string[];
      logger?: boolean;
      onRcptTo?: (address: { address: string }, session: object, done: Done) => void;
      onData?: (stream: Readable, session: object, done: Done) => void;
    });
    server: { address(): AddressInfo };
    listen(port: number, host: string, done: () => void): void;
    close(done: () => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
  }
}
