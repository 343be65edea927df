import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Desks, their vocabulary, tickets and their threads. */
export class Support1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE desk (
        tenant_id     uuid PRIMARY KEY REFERENCES tenant,
        preset        text NOT NULL DEFAULT 'salon-support',
        number_prefix text NOT NULL DEFAULT 'TKT-',
        number_width  int NOT NULL DEFAULT 4,
        -- BS-03: raised inside the transaction that opens a ticket, so it is also how many tickets there are.
        last_number   bigint NOT NULL DEFAULT 0,
        team_email    text NOT NULL,
        close_after_days int NOT NULL DEFAULT 7 CHECK (close_after_days >= 0)
      );

      CREATE TABLE ticket_status (
        tenant_id       uuid NOT NULL REFERENCES desk,
        code            text NOT NULL,
        kind            text NOT NULL CHECK (kind IN ('new', 'needs-reply', 'working', 'waiting', 'paused', 'solved', 'closed')),
        label           jsonb NOT NULL,
        requester_label jsonb NOT NULL,
        colour          text NOT NULL,
        position        int NOT NULL,
        requires_attention boolean NOT NULL,
        retired         boolean NOT NULL DEFAULT false,
        PRIMARY KEY (tenant_id, code),
        UNIQUE (tenant_id, code, kind)
      );
      CREATE TABLE ticket_category (
        tenant_id   uuid NOT NULL REFERENCES desk,
        code        text NOT NULL,
        label       jsonb NOT NULL,
        prompt      jsonb NOT NULL,
        colour      text NOT NULL,
        position    int NOT NULL,
        retired     boolean NOT NULL DEFAULT false,
        PRIMARY KEY (tenant_id, code)
      );

      CREATE TABLE ticket (
        tenant_id     uuid NOT NULL REFERENCES desk,
        id            uuid NOT NULL DEFAULT uuidv7(),
        number        bigint NOT NULL CHECK (number > 0),
        subject       text NOT NULL CHECK (subject <> '' AND length(subject) <= 200),
        category      text NOT NULL,
        status        text NOT NULL,
        kind          text NOT NULL,
        customer_id   uuid,
        requester_name  text NOT NULL,
        requester_email text,
        -- The member who wrote for a tenant to the platform (BS-11); null for people.
        requester_person uuid REFERENCES auth.person,
        language      text NOT NULL,
        assignee_id   uuid REFERENCES auth.person,
        resolution    text CHECK (resolution IN ('answered', 'done', 'planned', 'declined', 'duplicate')),
        closing_reason text,
        reopened_count int NOT NULL DEFAULT 0,
        follow_up_of  uuid,
        reference     text,
        metadata      jsonb,
        excerpt       text NOT NULL,
        message_count int NOT NULL DEFAULT 1,
        created_at    timestamptz NOT NULL DEFAULT now(),
        last_activity_at timestamptz NOT NULL DEFAULT now(),
        first_reply_at timestamptz,
        resolved_at   timestamptz,
        closed_at     timestamptz,
        -- Newest public event; a reply that has not seen it is held back (newer-activity).
        last_public_event uuid NOT NULL,
        -- What it is about beside its words, {kind, packageId, step}: read with the ticket, told by the feature that opened it (PK-21).
        about         jsonb,
        -- Public words only: a requester searches it too.
        search        tsvector NOT NULL,
        PRIMARY KEY (tenant_id, id),
        UNIQUE (tenant_id, number),
        FOREIGN KEY (tenant_id, status, kind) REFERENCES ticket_status (tenant_id, code, kind) ON UPDATE CASCADE,
        FOREIGN KEY (tenant_id, category) REFERENCES ticket_category (tenant_id, code) ON UPDATE CASCADE,
        FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
        FOREIGN KEY (tenant_id, follow_up_of) REFERENCES ticket
      );
      CREATE INDEX ticket_by_activity ON ticket (tenant_id, last_activity_at DESC, id DESC);
      CREATE INDEX ticket_open ON ticket (tenant_id, last_activity_at DESC, id DESC) INCLUDE (category, assignee_id, customer_id)
        WHERE kind NOT IN ('solved', 'closed');
      CREATE INDEX ticket_done ON ticket (tenant_id, last_activity_at DESC, id DESC) WHERE kind IN ('solved', 'closed');
      CREATE INDEX ticket_of_category ON ticket (tenant_id, category, last_activity_at DESC, id DESC);
      CREATE INDEX ticket_of_status ON ticket (tenant_id, status, last_activity_at DESC, id DESC);
      CREATE INDEX ticket_of_assignee ON ticket (tenant_id, assignee_id, last_activity_at DESC, id DESC);
      CREATE INDEX ticket_of_customer ON ticket (tenant_id, customer_id, last_activity_at DESC, id DESC);
      CREATE INDEX ticket_silent ON ticket (tenant_id, last_activity_at) WHERE kind = 'solved';
      CREATE INDEX ticket_search ON ticket USING gin (tenant_id, search) WITH (fastupdate = off);

      CREATE TABLE message (
        tenant_id   uuid NOT NULL,
        id          uuid NOT NULL DEFAULT uuidv7(),
        ticket_id   uuid NOT NULL,
        at          timestamptz NOT NULL DEFAULT now(),
        side        text NOT NULL CHECK (side IN ('requester', 'desk', 'system')),
        internal    boolean NOT NULL DEFAULT false CHECK (NOT internal OR side <> 'requester'),
        author_id   uuid,
        author_name text NOT NULL,
        body        text NOT NULL CHECK (body <> ''),
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket
      );
      CREATE INDEX message_of_ticket ON message (tenant_id, ticket_id, id);

      ALTER TABLE file ADD FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket, ADD FOREIGN KEY (tenant_id, message_id) REFERENCES message;
      ALTER TABLE event ADD FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket;
    `);
  }

  async down(): Promise<void> {
    throw new Error('The first migrations have no way back: restore a backup.');
  }
}
