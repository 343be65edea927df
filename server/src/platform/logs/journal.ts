import type { LoggerService } from '@nestjs/common';

/** In the order of their weight; `LOG_LEVEL` names the least that is written. `silent` writes nothing. */
export const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type Level = (typeof levels)[number];

/** Where lines go; standard output unless a test listens. */
export type Write = (text: string) => void;

/**
 * The log: one JSON object per line on standard output. Lines of one turn of the event loop leave in one write, which
 * costs less than a write each; what still waits when the process ends is written on its way out.
 */
export class Journal implements LoggerService {
  private readonly least: number;
  private waiting = '';
  private readonly onExit = () => this.flush();

  constructor(
    level: string,
    private readonly write: Write = (text) => process.stdout.write(text),
  ) {
    const known = levels.indexOf(level as Level);
    this.least = known === -1 ? levels.indexOf('info') : known;
    process.once('exit', this.onExit);
  }

  writes(level: Level): boolean {
    return levels.indexOf(level) >= this.least;
  }

  /** A line that is JSON already. */
  line(text: string): void {
    if (!this.waiting) setImmediate(() => this.flush());
    this.waiting += `${text}\n`;
  }

  flush(): void {
    const text = this.waiting;
    this.waiting = '';
    if (text) this.write(text);
  }

  close(): void {
    this.flush();
    process.removeListener('exit', this.onExit);
  }

  /** Nest's own words; `more` ends with the name of whoever speaks. */
  log(message: unknown, ...more: unknown[]): void {
    this.say(chatter.has(String(more.at(-1))) ? 'debug' : 'info', message, more);
  }

  error(message: unknown, ...more: unknown[]): void {
    this.say('error', message, more);
  }

  fatal(message: unknown, ...more: unknown[]): void {
    this.say('error', message, more);
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.say('warn', message, more);
  }

  debug(message: unknown, ...more: unknown[]): void {
    this.say('debug', message, more);
  }

  verbose(message: unknown, ...more: unknown[]): void {
    this.say('debug', message, more);
  }

  private say(level: Level, message: unknown, more: unknown[]): void {
    if (!this.writes(level)) return;
    const context = more.at(-1);
    const stack = more.length > 1 ? more[0] : undefined;
    const facts =
      message instanceof Error
        ? { msg: message.message, err: message.stack }
        : isFacts(message)
          ? message
          : { msg: String(message) };
    this.line(
      JSON.stringify({
        level,
        time: new Date().toISOString(),
        ...(typeof context === 'string' ? { context } : {}),
        ...facts,
        ...(stack ? { err: String(stack) } : {}),
      }),
    );
  }
}

/** What Nest tells about its own start: a line per module and route. */
const chatter = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);

function isFacts(message: unknown): message is object {
  return typeof message === 'object' && message !== null && !Array.isArray(message);
}
