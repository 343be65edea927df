import { Socket } from 'node:net';
import pg from 'pg';

/** Between attempts to come back, in milliseconds. */
const pauses = [100, 250, 500, 1_000, 2_000, 5_000];
/** A peer that vanished without a word is noticed after one ping and its patience. */
const ping = { everyMs: 15_000, patienceMs: 10_000 };

/**
 * One connection that stays, for what belongs to a session: LISTEN, advisory locks. When it breaks it comes back by
 * itself and is set up again; what was said meanwhile is lost, so `setUp` must also catch up.
 */
export class StandingConnection {
  private client: pg.Client | undefined;
  private socket: Socket | undefined;
  private timer: NodeJS.Timeout | undefined;
  private pinging: NodeJS.Timeout | undefined;
  private failures = 0;
  private stopped = false;
  /** When it last broke, in milliseconds; undefined as long as it never did. */
  lostAt: number | undefined;

  constructor(
    private readonly config: pg.ClientConfig,
    private readonly setUp: (client: pg.Client) => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Resolves when the connection stands; rejects when the first attempt fails. */
  async start(): Promise<void> {
    const client = new pg.Client({
      ...this.config,
      keepAlive: true,
      stream: () => {
        this.socket = new Socket();
        return this.socket;
      },
    });
    // `error` may fire twice for one break; `end` fires once.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await this.setUp(client);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    if (this.stopped) return client.end();
    this.client = client;
    this.failures = 0;
    client.once('end', () => this.lost());
    this.pinging = setInterval(() => this.ping(client), ping.everyMs);
    this.pinging.unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    clearInterval(this.pinging);
    await this.client?.end().catch(() => undefined);
  }

  private lost(): void {
    clearInterval(this.pinging);
    this.client = undefined;
    this.lostAt = Date.now();
    if (!this.stopped) this.tryAgain();
  }

  private tryAgain(): void {
    const pause = pauses[Math.min(this.failures, pauses.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(() => {
      this.start().catch((error: unknown) => {
        this.failed(error);
        if (!this.stopped) this.tryAgain();
      });
    }, pause);
    this.timer.unref();
  }

  private ping(client: pg.Client): void {
    const patience = setTimeout(() => this.socket?.destroy(), ping.patienceMs);
    patience.unref();
    client
      .query('SELECT 1')
      .catch(() => undefined)
      .finally(() => clearTimeout(patience));
  }
}
