import { createHmac } from 'node:crypto';

// One file without relative imports: the stage and the load tests run it by Node's type stripping.

/** Addresses of one database with the login of each role. */
export interface Logins {
  owner: string;
  app: string;
  worker: string;
}

/** The logins of the database that `url` names, with passwords derived from `secret`: equal for equal arguments. */
export function loginsAt(url: string, secret: string): Logins {
  const loginOf = (role: keyof Logins) => {
    const login = new URL(url);
    login.username = `bookinda_${role}`;
    login.password = createHmac('sha256', secret).update(`database login ${login.username}`).digest('base64url');
    return login.toString();
  };
  return { owner: loginOf('owner'), app: loginOf('app'), worker: loginOf('worker') };
}

/** What a server's environment says of its logins. The owner's and the administrator's are taken out: it needs neither. */
export function serverLogins({ app, worker }: Logins): NodeJS.ProcessEnv {
  return {
    APP_DATABASE_URL: app,
    WORKER_DATABASE_URL: worker,
    OWNER_DATABASE_URL: undefined,
    DATABASE_URL: undefined,
  };
}

/** What the environment of `prepare-database` says: every login, and an administrator's that creates them. */
export function preparingLogins(administrator: string, { owner, app, worker }: Logins): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: administrator,
    OWNER_DATABASE_URL: owner,
    APP_DATABASE_URL: app,
    WORKER_DATABASE_URL: worker,
  };
}
