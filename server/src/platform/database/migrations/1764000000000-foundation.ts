import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tenants, people, keys, events, idempotency: what every feature stands on. */
export class Foundation1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- "simple" with accents folded: finds "szamla" in "Számla" (Hungarian has no stemmer worth its errors on names).
      CREATE TEXT SEARCH CONFIGURATION folded (COPY = simple);
      ALTER TEXT SEARCH CONFIGURATION folded ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;

      -- Names as words: where the database's character type is C, the parser takes ’ “ – and the like for letters.
      CREATE FUNCTION plain_words(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN regexp_replace(words COLLATE pg_c_utf8, '[^[:alnum:]@._+-]+', ' ', 'g');

      CREATE TABLE tenant (
        id          uuid PRIMARY KEY DEFAULT uuidv7(),
        slug        text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9-]{2,40}$'),
        name        text NOT NULL,
        kind        text NOT NULL CHECK (kind IN ('salon', 'platform')),
        language    text NOT NULL DEFAULT 'en',
        time_zone   text NOT NULL,
        currency    char(3) NOT NULL,
        email       text NOT NULL,
        accent      text CHECK (accent ~ '^#[0-9a-f]{6}$'),
        created_at  timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE customer (
        tenant_id   uuid NOT NULL REFERENCES tenant,
        id          uuid NOT NULL DEFAULT uuidv7(),
        name        text NOT NULL CHECK (name <> ''),
        email       text,
        phone       text,
        language    text NOT NULL DEFAULT 'en',
        -- The platform's customers are tenants themselves; a person has none.
        represents  uuid REFERENCES tenant,
        search      tsvector GENERATED ALWAYS AS (to_tsvector('folded', plain_words(name || ' ' || coalesce(email, '')))) STORED,
        created_at  timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, id)
      );
      CREATE UNIQUE INDEX customer_represents ON customer (tenant_id, represents) WHERE represents IS NOT NULL;
      CREATE INDEX customer_by_name ON customer (tenant_id, name, id);
      CREATE INDEX customer_by_email ON customer (tenant_id, lower(email));
      CREATE INDEX customer_search ON customer USING gin (tenant_id, search) WITH (fastupdate = off);

      -- PK-07: what a customer shows at the desk. One at a time and soon over.
      CREATE TABLE customer_code (
        tenant_id   uuid NOT NULL,
        customer_id uuid NOT NULL,
        code        text NOT NULL,
        valid_until timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, customer_id),
        UNIQUE (tenant_id, code),
        FOREIGN KEY (tenant_id, customer_id) REFERENCES customer
      );

      CREATE TABLE event (
        tenant_id   uuid NOT NULL REFERENCES tenant,
        id          uuid NOT NULL DEFAULT uuidv7(),
        at          timestamptz NOT NULL DEFAULT now(),
        kind        text NOT NULL,
        ticket_id   uuid,
        package_id  uuid,
        customer_id uuid,
        actor_kind  text NOT NULL CHECK (actor_kind IN ('requester', 'staff', 'system', 'api-key')),
        actor_id    uuid,
        actor_name  text NOT NULL,
        -- Whether the requester or customer may know of it.
        public      boolean NOT NULL,
        data        jsonb NOT NULL DEFAULT '{}',
        -- When its notifications were decided; the sweeper looks for rows without.
        decided_at  timestamptz,
        PRIMARY KEY (tenant_id, id)
      );
      CREATE INDEX event_of_ticket ON event (tenant_id, ticket_id, id) WHERE ticket_id IS NOT NULL;
      CREATE INDEX event_of_package ON event (tenant_id, package_id, id) WHERE package_id IS NOT NULL;
      CREATE INDEX event_undecided ON event (at) WHERE decided_at IS NULL;

      CREATE TABLE idempotency (
        tenant_id   uuid NOT NULL REFERENCES tenant,
        -- '<verb>:<who>:<key the caller chose>': nobody replays another one's answer.
        key         text NOT NULL,
        fingerprint bytea NOT NULL,
        status      int NOT NULL,
        answer      jsonb NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, key)
      );
      CREATE INDEX idempotency_by_age ON idempotency (created_at);

      CREATE TABLE file (
        tenant_id   uuid NOT NULL REFERENCES tenant,
        id          uuid NOT NULL DEFAULT uuidv7(),
        name        text NOT NULL,
        media_type  text NOT NULL,
        size        bigint NOT NULL CHECK (size >= 0),
        sha256      bytea NOT NULL,
        storage_key text NOT NULL UNIQUE,
        -- Who uploaded it: only they may take it into a message. 'staff:<id>', 'customer:<id>', 'visitor:<site key id>', 'pass:<ticket>'.
        owner       text NOT NULL,
        ticket_id   uuid,
        message_id  uuid,
        created_at  timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, id)
      );
      CREATE INDEX file_of_message ON file (tenant_id, message_id) WHERE message_id IS NOT NULL;
      CREATE INDEX file_untaken ON file (created_at) WHERE message_id IS NULL;

      CREATE TABLE site_key (
        tenant_id   uuid NOT NULL REFERENCES tenant,
        id          uuid NOT NULL DEFAULT uuidv7(),
        key         text NOT NULL UNIQUE,
        name        text NOT NULL,
        origins     text[] NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT now(),
        revoked_at  timestamptz,
        PRIMARY KEY (tenant_id, id)
      );
      CREATE TABLE customer_token_secret (
        tenant_id   uuid NOT NULL REFERENCES tenant,
        id          uuid NOT NULL DEFAULT uuidv7(),
        secret      text NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT now(),
        retired_at  timestamptz,
        PRIMARY KEY (tenant_id, id)
      );
      CREATE TABLE api_key (
        tenant_id   uuid NOT NULL REFERENCES tenant,
        id          uuid NOT NULL DEFAULT uuidv7(),
        hash        bytea NOT NULL UNIQUE,
        hint        text NOT NULL,
        name        text NOT NULL,
        scopes      text[] NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT now(),
        last_used_at timestamptz,
        revoked_at  timestamptz,
        PRIMARY KEY (tenant_id, id)
      );

      -- Proofs of work are spent once.
      CREATE TABLE spent_proof (
        tenant_id   uuid NOT NULL REFERENCES tenant,
        salt        text NOT NULL,
        spent_at    timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, salt)
      );

      -- Fixed windows shared by every instance, see http/rate-limits.ts.
      CREATE UNLOGGED TABLE rate_window (
        name        text NOT NULL,
        who         text NOT NULL,
        starts_at   timestamptz NOT NULL,
        hits        int NOT NULL,
        PRIMARY KEY (name, who, starts_at)
      );
      GRANT SELECT, INSERT, UPDATE, DELETE ON rate_window TO bookinda_app;

      -- People belong to several tenants, so these tables know no single one and live apart, with grants of their own.
      CREATE SCHEMA auth;
      CREATE TABLE auth.person (
        id            uuid PRIMARY KEY DEFAULT uuidv7(),
        email         text NOT NULL,
        name          text NOT NULL,
        language      text NOT NULL DEFAULT 'en',
        password      text,
        totp_secret   bytea,
        totp_pending  bytea,
        totp_last_step bigint NOT NULL DEFAULT 0,
        created_at    timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX person_email ON auth.person (lower(email));
      CREATE TABLE auth.membership (
        tenant_id   uuid NOT NULL REFERENCES public.tenant,
        person_id   uuid NOT NULL REFERENCES auth.person,
        role        text NOT NULL CHECK (role IN ('OWNER', 'MANAGER', 'RECEPTION', 'STAFF', 'AGENT')),
        state       text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'invited', 'ended')),
        -- As whoever invited wrote it; shown until the invitation is accepted, so that inviting tells nothing about a known person.
        invited_name text,
        -- Last signed in or switched to: where the next sign-in begins.
        used_at     timestamptz,
        created_at  timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, person_id)
      );
      CREATE INDEX membership_of_person ON auth.membership (person_id, tenant_id);
      CREATE TABLE auth.session (
        token_hash  bytea PRIMARY KEY,
        id          uuid NOT NULL UNIQUE DEFAULT uuidv7(),
        person_id   uuid NOT NULL REFERENCES auth.person,
        tenant_id   uuid NOT NULL REFERENCES public.tenant,
        stage       text NOT NULL CHECK (stage IN ('complete', 'code-missing')),
        agent       text NOT NULL DEFAULT '',
        created_at  timestamptz NOT NULL DEFAULT now(),
        seen_at     timestamptz NOT NULL DEFAULT now(),
        expires_at  timestamptz NOT NULL
      );
      CREATE INDEX session_of_person ON auth.session (person_id);
      CREATE TABLE auth.link (
        token_hash  bytea PRIMARY KEY,
        purpose     text NOT NULL CHECK (purpose IN ('reset-password', 'accept-invitation')),
        person_id   uuid NOT NULL REFERENCES auth.person,
        tenant_id   uuid REFERENCES public.tenant,
        created_at  timestamptz NOT NULL DEFAULT now(),
        expires_at  timestamptz NOT NULL,
        used_at     timestamptz
      );
      CREATE INDEX link_of_person ON auth.link (person_id);
      GRANT USAGE ON SCHEMA auth TO bookinda_app;
      GRANT SELECT, INSERT, UPDATE ON auth.person, auth.membership, auth.link TO bookinda_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON auth.session TO bookinda_app;

      -- What is asked before the tenant is known. Definers, because row-level security would hide every row.
      CREATE FUNCTION site_key_of(wanted text) RETURNS TABLE (tenant_id uuid, id uuid, origins text[]) LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS
        'SELECT k.tenant_id, k.id, k.origins FROM site_key k WHERE k.key = wanted AND k.revoked_at IS NULL';
      CREATE FUNCTION api_key_of(wanted bytea) RETURNS TABLE (tenant_id uuid, id uuid, name text, scopes text[], last_used_at timestamptz) LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS
        'SELECT k.tenant_id, k.id, k.name, k.scopes, k.last_used_at FROM api_key k WHERE k.hash = wanted AND k.revoked_at IS NULL';
      -- Session, person, tenant and role in one statement per request; ended memberships have no session.
      CREATE FUNCTION session_of(wanted bytea) RETURNS TABLE (
          session_id uuid, stage text, seen_at timestamptz, person_id uuid, person_name text, email text, person_language text, two_factor boolean,
          tenant_id uuid, slug text, tenant_name text, tenant_kind text, time_zone text, currency text, tenant_language text, accent text, role text)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
        'SELECT s.id, s.stage, s.seen_at, p.id, p.name, p.email, p.language, p.totp_secret IS NOT NULL,
                t.id, t.slug, t.name, t.kind, t.time_zone, t.currency::text, t.language, t.accent, m.role
           FROM auth.session s JOIN auth.person p ON p.id = s.person_id JOIN tenant t ON t.id = s.tenant_id
           JOIN auth.membership m ON m.tenant_id = s.tenant_id AND m.person_id = s.person_id AND m.state = ''active''
          WHERE s.token_hash = wanted AND s.expires_at > now()';
      CREATE FUNCTION tenants_of(wanted uuid) RETURNS TABLE (id uuid, name text, role text) LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS
        'SELECT t.id, t.name, m.role FROM auth.membership m JOIN tenant t ON t.id = m.tenant_id
          WHERE m.person_id = wanted AND m.state = ''active'' ORDER BY t.name';
      -- Where a person's session begins: the tenant used last, else the first by name.
      CREATE FUNCTION home_of(wanted uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
        'SELECT t.id FROM auth.membership m JOIN tenant t ON t.id = m.tenant_id
          WHERE m.person_id = wanted AND m.state = ''active'' ORDER BY m.used_at DESC NULLS LAST, t.name, t.id LIMIT 1';
      -- The platform's tenant, whose desk answers the salons.
      CREATE FUNCTION platform_tenant() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
        'SELECT id FROM tenant WHERE kind = ''platform'' ORDER BY created_at LIMIT 1';
      CREATE FUNCTION tenant_count() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
        'SELECT count(*) FROM tenant';
    `);
  }

  async down(): Promise<void> {
    throw new Error('The first migration has no way back: restore a backup.');
  }
}
