import pg from 'pg';

type Release = (error?: Error | boolean) => void;
type Callback = (error: Error | undefined, client: pg.PoolClient | undefined, release: Release) => void;

/**
 * A pool whose clients may be released twice. graphile-worker does so when its listening connection breaks while it is
 * being given back (found by killing backends); pg-pool throws then, where nobody catches it, and the process ends.
 */
export class ForgivingPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<pg.PoolClient> | undefined {
    if (!callback) return super.connect().then((client) => releasedOnce(client));
    super.connect((error, client, release) => {
      if (client) releasedOnce(client);
      callback(error, client, client ? client.release.bind(client) : release);
    });
    return undefined;
  }
}

function releasedOnce(client: pg.PoolClient): pg.PoolClient {
  const release = client.release;
  let released = false;
  client.release = (error) => {
    if (released) return;
    released = true;
    release.call(client, error);
  };
  return client;
}
