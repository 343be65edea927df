import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Second proofs of a session, recovery codes and the security record.
 *
 * The record has one writer, `record_security_event`: the application's role may read it and nothing else. An event with
 * a tenant is that tenant's; one without belongs to the account, and a tenant sees it while the person is a member and
 * only from when the person joined. The table is not forced: its functions write and read as its owner.
 */
export class SecurityEvents1764000000025 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const tenant = "NULLIF(current_setting('app.tenant', true), '')::uuid";
    await runner.query(`
      ALTER TABLE auth.session ADD COLUMN proven_at timestamptz;
      ALTER TABLE auth.membership
        -- Names an invitation before it is accepted: a random id, because a person's id tells when the account was made.
        ADD COLUMN invitation_id uuid NOT NULL DEFAULT gen_random_uuid(),
        ADD COLUMN joined_at timestamptz;

      CREATE TABLE auth.recovery_code (
        person_id   uuid NOT NULL REFERENCES auth.person,
        hash        bytea NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT now(),
        used_at     timestamptz,
        PRIMARY KEY (person_id, hash)
      );
      GRANT SELECT, INSERT, DELETE ON auth.recovery_code TO bookinda_app;
      GRANT UPDATE (used_at) ON auth.recovery_code TO bookinda_app;

      CREATE TABLE auth.security_event (
        id          uuid PRIMARY KEY DEFAULT uuidv7(),
        tenant_id   uuid REFERENCES public.tenant,
        -- Whose account it is, or who did it; null for an API key.
        person_id   uuid REFERENCES auth.person,
        kind        text NOT NULL CHECK (length(kind) <= 40),
        actor_kind  text NOT NULL CHECK (actor_kind IN ('staff', 'api-key', 'unknown')),
        actor_name  text NOT NULL CHECK (length(actor_name) <= 200),
        network     text NOT NULL CHECK (length(network) <= 64),
        agent       text NOT NULL CHECK (length(agent) <= 300),
        about       text CHECK (length(about) <= 500),
        -- Failures are counted per hour and network; null for everything else.
        hour        timestamptz,
        hits        int NOT NULL DEFAULT 1,
        created_at  timestamptz NOT NULL DEFAULT now(),
        last_at     timestamptz NOT NULL DEFAULT now(),
        CHECK (tenant_id IS NOT NULL OR person_id IS NOT NULL)
      );
      CREATE INDEX security_event_of_tenant ON auth.security_event (tenant_id, id DESC) WHERE tenant_id IS NOT NULL;
      CREATE INDEX security_event_of_person ON auth.security_event (person_id, id DESC);
      CREATE UNIQUE INDEX security_event_hour ON auth.security_event (person_id, kind, hour, network) WHERE hour IS NOT NULL;
      CREATE INDEX security_event_age ON auth.security_event (created_at);
      ALTER TABLE auth.security_event ENABLE ROW LEVEL SECURITY;
      CREATE POLICY tenant_wall ON auth.security_event TO bookinda_app USING (
        tenant_id = ${tenant} OR (tenant_id IS NULL AND EXISTS (
          SELECT FROM auth.membership m WHERE m.tenant_id = ${tenant} AND m.person_id = security_event.person_id AND m.state = 'active'
            AND security_event.created_at >= coalesce(m.joined_at, m.created_at))));
      GRANT SELECT ON auth.security_event TO bookinda_app;

      -- Browser and system without version numbers: a browser that was updated is the same device.
      CREATE FUNCTION device_of(agent text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS
        $$SELECT regexp_replace(agent, '[0-9._]+', '', 'g')$$;

      -- 'known', 'new' or 'first' tells whether the person signed in from this network with this device within 90 days.
      CREATE FUNCTION record_security_event(the_kind text, the_person uuid, the_tenant uuid, the_actor_kind text, the_actor_name text,
          the_network text, the_agent text, the_about text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE
        place text := left(the_network, 64);
        familiarity text := 'known';
        this_hour timestamptz := date_trunc('hour', now());
      BEGIN
        IF the_kind IN ('sign-in-failed', 'code-failed', 'proof-failed') THEN
          -- An attacker may use any number of networks: the first twenty of an hour get rows of their own.
          IF NOT EXISTS (SELECT FROM auth.security_event e WHERE e.person_id = the_person AND e.kind = the_kind AND e.hour = this_hour AND e.network = place)
             AND (SELECT count(*) FROM auth.security_event e WHERE e.person_id = the_person AND e.kind = the_kind AND e.hour = this_hour) >= 20 THEN
            place := 'others';
          END IF;
          INSERT INTO auth.security_event AS e (person_id, kind, actor_kind, actor_name, network, agent, hour)
          VALUES (the_person, the_kind, the_actor_kind, left(the_actor_name, 200), place, left(the_agent, 300), this_hour)
          ON CONFLICT (person_id, kind, hour, network) WHERE hour IS NOT NULL DO UPDATE SET hits = e.hits + 1, last_at = now();
          RETURN familiarity;
        END IF;
        IF the_kind = 'signed-in' THEN
          SELECT CASE WHEN count(*) = 0 THEN 'first'
                      WHEN bool_or(e.network = place AND device_of(e.agent) = device_of(left(the_agent, 300)) AND e.created_at > now() - interval '90 days') THEN 'known'
                      ELSE 'new' END
            INTO familiarity FROM auth.security_event e WHERE e.person_id = the_person AND e.kind = 'signed-in';
        END IF;
        INSERT INTO auth.security_event (tenant_id, person_id, kind, actor_kind, actor_name, network, agent, about)
        VALUES (the_tenant, the_person, the_kind, the_actor_kind, left(the_actor_name, 200), place, left(the_agent, 300), left(the_about, 500));
        RETURN familiarity;
      END $$;

      -- What concerns one person's account, at whichever tenant; the person alone may ask.
      CREATE FUNCTION security_events_of(wanted uuid, before uuid, at_most int) RETURNS SETOF auth.security_event LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS
        'SELECT e.* FROM auth.security_event e WHERE e.person_id = wanted AND (before IS NULL OR e.id < before) ORDER BY e.id DESC LIMIT at_most';

      CREATE FUNCTION purge_security_events() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS
        $$DELETE FROM auth.security_event WHERE created_at < now() - interval '400 days'$$;

      REVOKE ALL ON FUNCTION record_security_event(text, uuid, uuid, text, text, text, text, text), security_events_of(uuid, uuid, int), purge_security_events() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION record_security_event(text, uuid, uuid, text, text, text, text, text), security_events_of(uuid, uuid, int), purge_security_events() TO bookinda_app;`);
  }

  async down(): Promise<void> {
    throw new Error('The record has no way down: restore a backup.');
  }
}
