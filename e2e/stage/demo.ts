import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoTenant } from './demo-file.ts';
import type { Mail, MailSummary } from './mailbox/store.ts';
import { filesIn, readSettings } from './settings.ts';

/** `demo.json` of the stage that runs. */
export interface Demo {
  api: string;
  console: string;
  hostPages: string;
  mailbox: string;
  smtp: string;
  tenants: (DemoTenant & { customers: (DemoTenant['customers'][number] & { token: string })[] })[];
}

/** Read anew each time: customer tokens are renewed every five minutes. */
export function readDemo(): Demo {
  const file = process.env.STAGE_DEMO ?? join(filesIn(readSettings().dataDir).demo);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Waits until a mail to `to` whose subject holds `subject` is in the mailbox; the newest such. */
export async function mailTo(to: string, subject = '', patience = 15_000): Promise<Mail> {
  const { mailbox } = readDemo();
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    const answer = await fetch(`${mailbox}/api/mails?${new URLSearchParams({ to, subject })}`);
    const { items } = (await answer.json()) as { items: MailSummary[] };
    if (items[0]) return (await fetch(`${mailbox}/api/mails/${items[0].id}`)).json() as Promise<Mail>;
    await sleep(100);
  }
  throw new Error(`no mail to ${to} with "${subject}" within ${patience / 1000} s`);
}
