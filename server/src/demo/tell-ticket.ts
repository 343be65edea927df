import type { Role } from '@bookinda/contracts/identity/session';
import { type StatusKind, salonSupport } from '@bookinda/contracts/support/ticket-lifecycle';
import { v7 as uuidv7 } from 'uuid';
import type { Tx } from '../platform/database/database.js';
import type { TicketStory } from './stories.js';

export interface Author {
  id: string;
  name: string;
  email: string | null;
  role?: Role;
}

interface Telling {
  tenantId: string;
  story: TicketStory;
  requester: Author;
  customerId: string;
  /** The member who wrote for a tenant; null for people. */
  person: string | null;
  agent: Author;
  language: string;
  /** What it is about beside its words (PK-21). */
  about?: Record<string, unknown> | null;
}

interface Step {
  kind: string;
  actor: Author;
  side: 'requester' | 'staff';
  minutesAgo: number;
  message: { text: string; internal: boolean } | null;
  change: { field: 'status'; from: string; to: string } | null;
}

/**
 * Enters a ticket with its whole past: messages, statuses and the events that say so, already decided (no mail goes out).
 * Gives its id.
 */
export async function tellTicket(tx: Tx, telling: Telling): Promise<string> {
  const { tenantId, story, requester, agent } = telling;
  const steps = stepsOf(story, requester, agent);
  const ticketId = uuidv7();
  const last = steps.filter(({ message }) => !message?.internal).at(-1);
  const words = steps.flatMap(({ message }) => (message && !message.internal ? [message.text] : []));
  const kind = salonSupport.statuses.find(({ code }) => code === story.status)?.kind ?? 'new';
  const ids = steps.map(() => ({ event: uuidv7(), message: uuidv7() }));
  const lastPublic = ids[last ? steps.indexOf(last) : 0]?.event;
  const answered = steps.find(({ side, message }) => side === 'staff' && message && !message.internal);
  await tx.rows('UPDATE desk SET last_number = last_number + 1 WHERE tenant_id = $1', [tenantId]);
  await tx.rows(
    `INSERT INTO ticket (tenant_id, id, number, subject, category, status, kind, customer_id, requester_name, requester_email, requester_person, language,
       assignee_id, resolution, excerpt, message_count, created_at, last_activity_at, first_reply_at, resolved_at, closed_at, last_public_event, about, search)
     SELECT $1, $2, d.last_number, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, left($14, 160), $15, ${ago('$16')}, ${ago('$17')}, ${ago('$18')},
       ${ago('$19')}, ${ago('$20')}, $21, $23::jsonb, setweight(to_tsvector('folded', plain_words($3)), 'A') || to_tsvector('folded', plain_words($22))
     FROM desk d WHERE d.tenant_id = $1`,
    [
      tenantId,
      ticketId,
      story.subject,
      story.category,
      story.status,
      kind,
      telling.customerId,
      requester.name,
      requester.email,
      telling.person,
      telling.language,
      answered ? agent.id : null,
      kind === 'solved' ? 'answered' : null,
      words.at(-1),
      words.length,
      steps[0]?.minutesAgo,
      last?.minutesAgo,
      answered?.minutesAgo ?? null,
      enteredAt(steps, 'RESOLVED'),
      kind === 'closed' ? (last?.minutesAgo ?? null) : null,
      lastPublic,
      words.join(' '),
      telling.about ? JSON.stringify(telling.about) : null,
    ],
  );
  let messages = 0;
  for (const [n, step] of steps.entries()) {
    const { event, message } = ids[n] ?? { event: uuidv7(), message: uuidv7() };
    if (step.message && !step.message.internal) messages += 1;
    if (step.message) {
      await tx.rows(
        `INSERT INTO message (tenant_id, id, ticket_id, at, side, internal, author_id, author_name, body) VALUES ($1, $2, $3, ${ago('$4')}, $5, $6, $7, $8, $9)`,
        [
          tenantId,
          message,
          ticketId,
          step.minutesAgo,
          step.side === 'staff' ? 'desk' : 'requester',
          step.message.internal,
          step.actor.id,
          step.actor.name,
          step.message.text,
        ],
      );
    }
    const data = {
      ...(step.kind === 'ticket-opened' ? { status: codeOf('new') } : {}),
      ...(step.message ? { message } : {}),
      ...(step.change ? { change: step.change } : {}),
      messages,
    };
    await tx.rows(
      `INSERT INTO event (tenant_id, id, at, kind, ticket_id, customer_id, actor_kind, actor_id, actor_name, public, data, decided_at)
       VALUES ($1, $2, ${ago('$3')}, $4, $5, $6, $7, $8, $9, $10, $11, now())`,
      [
        tenantId,
        event,
        step.minutesAgo,
        step.kind,
        ticketId,
        telling.customerId,
        step.side,
        step.actor.id,
        step.actor.name,
        !step.message?.internal,
        JSON.stringify(data),
      ],
    );
  }
  return ticketId;
}

const ago = (minutes: string) => `now() - ${minutes}::int * interval '1 minute'`;

/** The steps of a story; the lifecycle's table says how each message moves the status. */
function stepsOf({ thread, status, daysAgo }: TicketStory, requester: Author, agent: Author): Step[] {
  const start = daysAgo * 1_440 + 150;
  const gap = Math.floor((start - 20) / (thread.length + 2));
  let kind: StatusKind = 'new';
  const move = (to: StatusKind | undefined): Step['change'] => {
    if (!to || to === kind) return null;
    const change = { field: 'status' as const, from: codeOf(kind), to: codeOf(to) };
    kind = to;
    return change;
  };
  const steps: Step[] = thread.map(({ by, text }, n) => {
    const base = {
      minutesAgo: start - n * gap,
      message: { text, internal: by === 'note' },
      side: by === 'requester' ? ('requester' as const) : ('staff' as const),
    };
    const actor = by === 'requester' ? requester : agent;
    if (n === 0) return { ...base, kind: 'ticket-opened', actor, change: null };
    if (by === 'note') return { ...base, kind: 'note-added', actor, change: null };
    const act = by === 'desk' ? 'desk-reply' : 'requester-message';
    return {
      ...base,
      kind: by === 'desk' ? 'desk-replied' : 'requester-replied',
      actor,
      change: move(salonSupport.moves[kind][act]),
    };
  });
  const end = { minutesAgo: start - thread.length * gap, message: null };
  if (status === 'RESOLVED')
    steps.push({ ...end, kind: 'status-changed', actor: agent, side: 'staff', change: move('solved') });
  if (status === 'CLOSED')
    steps.push({ ...end, kind: 'closed', actor: requester, side: 'requester', change: move('closed') });
  return steps;
}

function codeOf(kind: StatusKind): string {
  return salonSupport.statuses.find((status) => status.kind === kind)?.code ?? '';
}

function enteredAt(steps: Step[], code: string): number | null {
  return steps.find(({ change }) => change?.to === code)?.minutesAgo ?? null;
}
