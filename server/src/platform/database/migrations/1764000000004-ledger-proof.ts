import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * PK-08, PK-12: the database's own proof that balances are sums of the ledger, checked when a transaction commits, for every
 * role. Entries explain balances and balances name the entry that moved them, so each commit proves one step and leaves the
 * sum true if it was true before: what a proof costs does not grow with the history.
 *
 * - an entry is the one step of its number, and its package and service have counted it;
 * - remaining and paid change only with the chain, by exactly what the step at its end says;
 * - used changes only by exactly what the entry at `last_step` says;
 * - a sale begins with nothing used and nothing paid, and its remaining is the sum of its services.
 *
 * Entries themselves cannot be changed or deleted by the app's role (the wall). A superuser who mends data says
 * `SET session_replication_role = replica`.
 */
export class LedgerProof1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Number of the newest step that moved this service's sessions.
      ALTER TABLE package_service ADD COLUMN last_step int NOT NULL DEFAULT 0;
      ${['ledger_entry', 'package_payment', 'package_change'].map((table) => `ALTER TABLE ${table} ADD CHECK (seq > 0);`).join('\n')}
      DROP INDEX ledger_of_package, payment_of_package, change_of_package;
      CREATE UNIQUE INDEX ledger_of_package ON ledger_entry (tenant_id, package_id, seq);
      CREATE UNIQUE INDEX payment_of_package ON package_payment (tenant_id, package_id, seq);
      CREATE UNIQUE INDEX change_of_package ON package_change (tenant_id, package_id, seq);

      CREATE FUNCTION unproven(rule text, package_id uuid) RETURNS void LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION ''%: package %'', rule, package_id USING ERRCODE = ''check_violation'', CONSTRAINT = rule; END';

      -- Statements apart: a plan opens every table it names, asked or not, and a redemption needs one.
      CREATE FUNCTION package_is_explained() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN
           IF NEW.chain_length = OLD.chain_length + 1 THEN
             IF EXISTS (SELECT FROM public.ledger_entry e WHERE e.tenant_id = NEW.tenant_id AND e.package_id = NEW.id AND e.seq = NEW.chain_length
                 AND e.hash = NEW.chain_head AND e.sessions = OLD.remaining - NEW.remaining AND coalesce(e.paid_share, 0) = NEW.paid - OLD.paid)
             THEN RETURN NULL; END IF;
             IF NEW.remaining = OLD.remaining AND (
               EXISTS (SELECT FROM public.package_payment e WHERE e.tenant_id = NEW.tenant_id AND e.package_id = NEW.id AND e.seq = NEW.chain_length
                 AND e.hash = NEW.chain_head AND e.amount = NEW.paid - OLD.paid)
               OR NEW.paid = OLD.paid AND
               EXISTS (SELECT FROM public.package_change e WHERE e.tenant_id = NEW.tenant_id AND e.package_id = NEW.id AND e.seq = NEW.chain_length
                 AND e.hash = NEW.chain_head))
             THEN RETURN NULL; END IF;
           END IF;
           PERFORM public.unproven(''balance_is_sum'', NEW.id);
           RETURN NULL;
         END';
      CREATE CONSTRAINT TRIGGER balance_is_sum AFTER UPDATE ON sold_package DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (OLD.remaining <> NEW.remaining OR OLD.paid <> NEW.paid OR OLD.chain_length <> NEW.chain_length OR OLD.chain_head IS DISTINCT FROM NEW.chain_head)
        EXECUTE FUNCTION package_is_explained();

      CREATE FUNCTION sale_is_whole() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN
           IF NEW.chain_length <> 0 OR NEW.paid <> 0 OR NEW.remaining IS DISTINCT FROM (
               SELECT sum(s.total) FROM public.package_service s WHERE s.tenant_id = NEW.tenant_id AND s.package_id = NEW.id) THEN
             PERFORM public.unproven(''sale_is_whole'', NEW.id);
           END IF;
           RETURN NULL;
         END';
      CREATE CONSTRAINT TRIGGER sale_is_whole AFTER INSERT ON sold_package DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sale_is_whole();

      CREATE FUNCTION service_is_sold() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN
           IF (TG_OP = ''INSERT'' AND (NEW.used <> 0 OR NEW.last_step <> 0)) OR (
               SELECT p.remaining FROM public.sold_package p WHERE p.tenant_id = NEW.tenant_id AND p.id = NEW.package_id) IS DISTINCT FROM (
               SELECT sum(s.total - s.used) FROM public.package_service s WHERE s.tenant_id = NEW.tenant_id AND s.package_id = NEW.package_id) THEN
             PERFORM public.unproven(''sale_is_whole'', NEW.package_id);
           END IF;
           RETURN NULL;
         END';
      CREATE CONSTRAINT TRIGGER sale_is_whole AFTER INSERT OR UPDATE OF total ON package_service DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        EXECUTE FUNCTION service_is_sold();

      CREATE FUNCTION service_is_explained() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN
           IF NOT EXISTS (SELECT FROM public.ledger_entry e WHERE e.tenant_id = NEW.tenant_id AND e.package_id = NEW.package_id AND e.seq = NEW.last_step
               AND NEW.last_step > OLD.last_step AND e.service_id = NEW.id AND e.sessions = NEW.used - OLD.used AND e.used_after = NEW.used) THEN
             PERFORM public.unproven(''used_is_sum'', NEW.package_id);
           END IF;
           RETURN NULL;
         END';
      CREATE CONSTRAINT TRIGGER used_is_sum AFTER UPDATE ON package_service DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (OLD.used <> NEW.used OR OLD.last_step <> NEW.last_step) EXECUTE FUNCTION service_is_explained();

      CREATE FUNCTION entry_is_counted() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN
           -- The newest step of its package and service, as nearly every one is when its transaction ends.
           IF EXISTS (SELECT FROM public.sold_package p JOIN public.package_service s ON s.tenant_id = p.tenant_id AND s.id = NEW.service_id
               WHERE p.tenant_id = NEW.tenant_id AND p.id = NEW.package_id AND p.chain_length = NEW.seq AND p.chain_head = NEW.hash
                 AND s.last_step = NEW.seq AND s.used = NEW.used_after) THEN RETURN NULL; END IF;
           -- Steps followed in the same transaction: the next one of its service goes on where this one stopped.
           IF public.step_was_counted(NEW.tenant_id, NEW.package_id, NEW.seq) AND NEW.used_after = coalesce(
               (SELECT n.used_after - n.sessions FROM public.ledger_entry n WHERE n.tenant_id = NEW.tenant_id AND n.package_id = NEW.package_id
                  AND n.service_id = NEW.service_id AND n.seq > NEW.seq ORDER BY n.seq LIMIT 1),
               (SELECT s.used FROM public.package_service s WHERE s.tenant_id = NEW.tenant_id AND s.id = NEW.service_id AND s.last_step = NEW.seq)) THEN
             RETURN NULL; END IF;
           PERFORM public.unproven(''entry_is_counted'', NEW.package_id);
           RETURN NULL;
         END';
      CREATE FUNCTION step_is_counted() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN
           IF EXISTS (SELECT FROM public.sold_package p WHERE p.tenant_id = NEW.tenant_id AND p.id = NEW.package_id AND p.chain_length = NEW.seq
               AND p.chain_head = NEW.hash) OR public.step_was_counted(NEW.tenant_id, NEW.package_id, NEW.seq) THEN RETURN NULL; END IF;
           PERFORM public.unproven(''entry_is_counted'', NEW.package_id);
           RETURN NULL;
         END';
      -- One entry bears the number, and the chain has come to it.
      CREATE FUNCTION step_was_counted(of_tenant uuid, of_package uuid, number int) RETURNS boolean LANGUAGE sql STABLE AS
        'SELECT number <= (SELECT p.chain_length FROM public.sold_package p WHERE p.tenant_id = of_tenant AND p.id = of_package)
           AND 1 = (SELECT count(*) FROM public.ledger_entry e WHERE e.tenant_id = of_tenant AND e.package_id = of_package AND e.seq = number)
             + (SELECT count(*) FROM public.package_payment e WHERE e.tenant_id = of_tenant AND e.package_id = of_package AND e.seq = number)
             + (SELECT count(*) FROM public.package_change e WHERE e.tenant_id = of_tenant AND e.package_id = of_package AND e.seq = number)';
      CREATE CONSTRAINT TRIGGER entry_is_counted AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION entry_is_counted();
      CREATE CONSTRAINT TRIGGER entry_is_counted AFTER INSERT ON package_payment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION step_is_counted();
      CREATE CONSTRAINT TRIGGER entry_is_counted AFTER INSERT ON package_change DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION step_is_counted();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Balances stay proven.');
  }
}
