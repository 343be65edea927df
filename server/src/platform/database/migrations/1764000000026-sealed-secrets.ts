import type { MigrationInterface, QueryRunner } from 'typeorm';

/** No secret stands in a table in clear: links of mails, secrets of hosts, ticket links that end. */
export class SealedSecrets1764000000026 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The secret links of a mail that waits, sealed for its id (mail-links.ts); the words hold a placeholder for each.
      ALTER TABLE mail ADD COLUMN links bytea;

      -- Links in words that were rendered before they were sealed.
      CREATE FUNCTION without_links(words text) RETURNS text LANGUAGE sql IMMUTABLE AS
        $$SELECT regexp_replace(regexp_replace(words, 'vt_[A-Za-z0-9_-]{20,}', 'vt_', 'g'), '/v1/(unsubscribe|package-check)/[A-Za-z0-9._-]+', '/v1/\\1/', 'g')$$;
      GRANT EXECUTE ON FUNCTION without_links(text) TO bookinda_app;

      -- A mail that no longer waits does not need its links. Mails of accounts lose their words too.
      CREATE FUNCTION forget_mail_links() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        IF NEW.event_id IS NULL THEN
          NEW.html := '';
          NEW.body := '';
        ELSIF NEW.links IS NULL THEN
          NEW.html := without_links(NEW.html);
          NEW.body := without_links(NEW.body);
        END IF;
        NEW.headers := NEW.headers - 'unsubscribe';
        NEW.links := NULL;
        RETURN NEW;
      END $$;
      UPDATE mail SET html = CASE WHEN event_id IS NULL THEN '' ELSE without_links(html) END,
        body = CASE WHEN event_id IS NULL THEN '' ELSE without_links(body) END, headers = headers - 'unsubscribe' WHERE state <> 'waiting';
      ALTER TABLE mail ADD CONSTRAINT mail_links_only_while_waiting CHECK (state = 'waiting' OR links IS NULL);
      CREATE TRIGGER forget_mail_links BEFORE INSERT OR UPDATE OF state ON mail FOR EACH ROW WHEN (NEW.state <> 'waiting')
        EXECUTE FUNCTION forget_mail_links();

      -- A ticket's links name this version; raising it ends those that were given out.
      ALTER TABLE ticket ADD COLUMN link_version int NOT NULL DEFAULT 0 CHECK (link_version >= 0);

      -- Sealed for its id (key-ring.ts). In clear only until the server that knows the key has started; both empty once it is erased.
      ALTER TABLE customer_token_secret ADD COLUMN sealed bytea, ALTER COLUMN secret DROP NOT NULL,
        ADD CHECK (secret IS NULL OR sealed IS NULL), ADD CHECK (retired_at IS NOT NULL OR num_nonnulls(secret, sealed) = 1);
      -- Read by a definer function, like api_key.
      ALTER TABLE customer_token_secret NO FORCE ROW LEVEL SECURITY;

      -- For the worker's role alone, which sees no table: lists what is to be sealed anew; the other function replaces a value that did not change meanwhile.
      CREATE FUNCTION sealed_under_former(current_header bytea, at_most int)
        RETURNS TABLE (place text, id uuid, sealed bytea, clear text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT * FROM (
          SELECT 'authenticator', p.id, p.totp_secret, NULL FROM auth.person p WHERE substring(p.totp_secret FROM 1 FOR 5) <> current_header
          UNION ALL
          SELECT 'pending-authenticator', p.id, p.totp_pending, NULL FROM auth.person p WHERE substring(p.totp_pending FROM 1 FOR 5) <> current_header
          UNION ALL
          SELECT 'customer-token-secret', s.id, s.sealed, s.secret FROM customer_token_secret s
            WHERE s.secret IS NOT NULL OR substring(s.sealed FROM 1 FOR 5) <> current_header
          UNION ALL
          SELECT 'mail-links', m.id, m.links, NULL FROM mail m WHERE m.state = 'waiting' AND substring(m.links FROM 1 FOR 5) <> current_header
        ) found LIMIT at_most $$;
      CREATE FUNCTION seal_anew(place text, row_id uuid, before bytea, after bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        CASE place
          WHEN 'authenticator' THEN UPDATE auth.person p SET totp_secret = after WHERE p.id = row_id AND p.totp_secret = before;
          WHEN 'pending-authenticator' THEN UPDATE auth.person p SET totp_pending = after WHERE p.id = row_id AND p.totp_pending = before;
          WHEN 'customer-token-secret' THEN UPDATE customer_token_secret s SET sealed = after, secret = NULL
            WHERE s.id = row_id AND s.sealed IS NOT DISTINCT FROM before AND num_nonnulls(s.secret, s.sealed) = 1;
          WHEN 'mail-links' THEN UPDATE mail m SET links = after WHERE m.id = row_id AND m.links = before;
        END CASE;
      END $$;
      -- A retired secret proves tokens for 15 minutes more (customer-tokens.ts).
      CREATE FUNCTION erase_retired_secrets() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        UPDATE customer_token_secret SET secret = NULL, sealed = NULL
        WHERE retired_at < now() - interval '1 hour' AND num_nonnulls(secret, sealed) > 0 $$;
      REVOKE ALL ON FUNCTION sealed_under_former(bytea, int), seal_anew(text, uuid, bytea, bytea), erase_retired_secrets() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION sealed_under_former(bytea, int), seal_anew(text, uuid, bytea, bytea), erase_retired_secrets() TO bookinda_worker;`);
  }

  async down(): Promise<void> {
    throw new Error('Sealed secrets cannot be read without the server: restore a backup.');
  }
}
