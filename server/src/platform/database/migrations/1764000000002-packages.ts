import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sold packages and their ledger. */
export class Packages1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- PK-01: what is on offer. Services as [{name, quantity, unitPrice}]: nothing else names them, a sale copies them.
      CREATE TABLE package_template (
        tenant_id   uuid NOT NULL REFERENCES tenant,
        id          uuid NOT NULL DEFAULT uuidv7(),
        name        text NOT NULL CHECK (name <> ''),
        description text,
        services    jsonb NOT NULL CHECK (jsonb_array_length(services) > 0),
        currency    char(3) NOT NULL,
        discount_percent int CHECK (discount_percent BETWEEN 1 AND 100),
        discount_amount  bigint CHECK (discount_amount > 0),
        valid_days  int CHECK (valid_days > 0),
        valid_months int CHECK (valid_months > 0),
        -- By packagePrice of contracts from the columns above; both are written together.
        original_price bigint NOT NULL CHECK (original_price >= 0),
        price       bigint NOT NULL CHECK (price BETWEEN 0 AND original_price),
        retired_at  timestamptz,
        created_at  timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, id),
        CHECK (discount_percent IS NULL OR discount_amount IS NULL),
        CHECK (valid_days IS NULL OR valid_months IS NULL)
      );
      CREATE INDEX template_by_name ON package_template (tenant_id, lower(name), id);

      CREATE TABLE sold_package (
        tenant_id     uuid NOT NULL REFERENCES tenant,
        id            uuid NOT NULL DEFAULT uuidv7(),
        customer_id   uuid NOT NULL,
        template_id   uuid,
        name          text NOT NULL CHECK (name <> ''),
        currency      char(3) NOT NULL,
        -- What the customer pays. A transfer takes the sessions' part along: it was sold for price + price_moved.
        price         bigint NOT NULL CHECK (price >= 0),
        price_moved   bigint NOT NULL DEFAULT 0 CHECK (price_moved >= 0),
        -- Before the discount, of everything that was sold; original_moved went along with price_moved.
        original_price bigint CHECK (original_price > price),
        original_moved bigint NOT NULL DEFAULT 0 CHECK (original_moved >= 0),
        paid          bigint NOT NULL DEFAULT 0 CHECK (paid BETWEEN 0 AND price),
        -- Sum over services, kept by the same statements that move the ledger: lists filter by it.
        remaining     int NOT NULL CHECK (remaining >= 0),
        -- Indexes name this instead of remaining: a redemption changes no indexed column until the last session (a HOT update).
        used_up       boolean GENERATED ALWAYS AS (remaining = 0) STORED,
        purchased_on  date NOT NULL,
        -- With the days of a freeze whose end is known; null while one without an end stands.
        expires_on    date CHECK (expires_on >= purchased_on),
        -- PK-19: the newest freeze, planned, running or over; null again when thawed. rest_expires_on is what the expiry was before.
        frozen_from   date,
        frozen_until  date CHECK (frozen_until >= frozen_from),
        rest_expires_on date,
        -- PK-19: sessions came from this package: nothing was sold, price and paid moved over.
        transferred_from uuid,
        -- PK-19: sold as the same once more.
        renewed_from  uuid,
        cancelled_at  timestamptz,
        cancel_reason text CHECK (cancel_reason IN ('refund', 'fraud', 'duplicate', 'error', 'other')),
        version       int NOT NULL DEFAULT 1,
        -- PK-22: number and hash of the newest entry; null before the first one.
        chain_length  int NOT NULL DEFAULT 0,
        chain_head    bytea,
        created_at    timestamptz NOT NULL DEFAULT now(),
        -- Words of the package's and the customer's name; triggers below keep it.
        search        tsvector NOT NULL,
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
        FOREIGN KEY (tenant_id, template_id) REFERENCES package_template,
        FOREIGN KEY (tenant_id, transferred_from) REFERENCES sold_package,
        FOREIGN KEY (tenant_id, renewed_from) REFERENCES sold_package,
        CHECK (frozen_from IS NOT NULL OR (frozen_until IS NULL AND rest_expires_on IS NULL)),
        CHECK (frozen_from IS NULL OR frozen_until IS NOT NULL OR expires_on IS NULL),
        CHECK ((chain_length = 0) = (chain_head IS NULL)),
        CHECK ((cancelled_at IS NULL) = (cancel_reason IS NULL))
      ) WITH (fillfactor = 85);
      CREATE INDEX package_of_customer ON sold_package (tenant_id, customer_id, purchased_on DESC, id DESC);
      CREATE INDEX package_by_purchase ON sold_package (tenant_id, purchased_on DESC, id DESC);
      CREATE INDEX package_by_payment ON sold_package
        (tenant_id, (CASE WHEN paid >= price THEN 'paid' WHEN paid > 0 THEN 'partial' ELSE 'unpaid' END), purchased_on DESC, id DESC);
      CREATE INDEX package_usable ON sold_package (tenant_id, purchased_on DESC, id DESC) INCLUDE (expires_on) WHERE cancelled_at IS NULL AND NOT used_up;
      CREATE INDEX package_used_up ON sold_package (tenant_id, purchased_on DESC, id DESC) WHERE cancelled_at IS NULL AND used_up;
      CREATE INDEX package_cancelled ON sold_package (tenant_id, purchased_on DESC, id DESC) WHERE cancelled_at IS NOT NULL;
      CREATE INDEX package_by_expiry ON sold_package (tenant_id, expires_on, id) WHERE cancelled_at IS NULL AND NOT used_up;
      CREATE INDEX package_by_template ON sold_package (tenant_id, template_id, purchased_on DESC, id DESC) WHERE template_id IS NOT NULL;
      CREATE INDEX package_in_debt ON sold_package (tenant_id, customer_id) WHERE cancelled_at IS NULL AND paid < price;
      CREATE INDEX package_search ON sold_package USING gin (tenant_id, search) WITH (fastupdate = off);

      CREATE FUNCTION package_words() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS
        'BEGIN
           NEW.search := to_tsvector(''folded'', plain_words(NEW.name || '' '' || coalesce(
             (SELECT c.name FROM customer c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.customer_id), '''')));
           RETURN NEW;
         END';
      CREATE TRIGGER package_words BEFORE INSERT OR UPDATE OF name, customer_id, search ON sold_package FOR EACH ROW EXECUTE FUNCTION package_words();
      -- A customer who is renamed is found under the new name: touching search lets the trigger above write it again.
      CREATE FUNCTION customer_renamed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS
        'BEGIN
           UPDATE sold_package SET search = '''' WHERE tenant_id = NEW.tenant_id AND customer_id = NEW.id;
           RETURN NULL;
         END';
      CREATE TRIGGER customer_renamed AFTER UPDATE OF name ON customer FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION customer_renamed();

      CREATE TABLE package_service (
        tenant_id   uuid NOT NULL,
        id          uuid NOT NULL DEFAULT uuidv7(),
        package_id  uuid NOT NULL,
        name        text NOT NULL CHECK (name <> ''),
        -- lower() is not leakproof: behind the wall only a plain column answers from an index.
        name_key    text GENERATED ALWAYS AS (lower(name)) STORED,
        position    int NOT NULL,
        total       int NOT NULL CHECK (total > 0),
        -- What one session cost before the discount, for fair refunds; null where nobody said.
        unit_price  bigint CHECK (unit_price >= 0),
        used        int NOT NULL DEFAULT 0,
        -- PK-19: of the used ones, those that went to another customer: money is spread over total − moved, of which used − moved are used.
        moved       int NOT NULL DEFAULT 0 CHECK (moved >= 0),
        -- PK-18: its part of the price it was sold for, see serviceWorths of contracts. The trigger below fills it in where the sale did not.
        worth       bigint CHECK (worth >= 0),
        PRIMARY KEY (tenant_id, id),
        UNIQUE (tenant_id, package_id, id),
        UNIQUE (tenant_id, package_id, position),
        FOREIGN KEY (tenant_id, package_id) REFERENCES sold_package,
        CONSTRAINT used_within_total CHECK (used BETWEEN moved AND total)
      ) WITH (fillfactor = 85);

      CREATE INDEX service_by_name ON package_service (tenant_id, name_key, package_id);

      -- Prices up to each service, rounded down to the smallest amount shown; the last one takes the rest, so that the parts are the price.
      CREATE FUNCTION service_worth() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS
        'BEGIN
           UPDATE package_service s SET worth = w.upto - w.before
           FROM (SELECT u.tenant_id, u.id, u.upto, lag(u.upto, 1, 0::bigint) OVER (PARTITION BY u.tenant_id, u.package_id ORDER BY u.position) AS before
             FROM (SELECT m.*, CASE WHEN m.here = m.whole THEN m.price ELSE div(m.price * m.here, m.step * m.whole)::bigint * m.step END AS upto
               FROM (SELECT k.*, sum(k.weight) OVER (PARTITION BY k.tenant_id, k.package_id ORDER BY k.position) AS here,
                   sum(k.weight) OVER (PARTITION BY k.tenant_id, k.package_id) AS whole
                 FROM (SELECT x.tenant_id, x.id, x.package_id, x.position, p.price, CASE p.currency WHEN ''HUF'' THEN 100 ELSE 1 END AS step,
                     x.total::numeric * CASE WHEN bool_and(x.unit_price IS NOT NULL) OVER of_package AND max(x.unit_price) OVER of_package > 0
                       THEN x.unit_price ELSE 1 END AS weight
                   FROM (SELECT DISTINCT e.tenant_id, e.package_id FROM entered e WHERE e.worth IS NULL) e
                   JOIN sold_package p ON p.tenant_id = e.tenant_id AND p.id = e.package_id
                   JOIN package_service x ON x.tenant_id = e.tenant_id AND x.package_id = e.package_id
                   WINDOW of_package AS (PARTITION BY x.tenant_id, x.package_id)) k) m) u) w
           WHERE s.tenant_id = w.tenant_id AND s.id = w.id;
           RETURN NULL;
         END';
      CREATE TRIGGER service_worth AFTER INSERT ON package_service REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION service_worth();

      -- PK-08: append-only; the app role may insert and read, never change.
      CREATE TABLE ledger_entry (
        tenant_id   uuid NOT NULL,
        id          uuid NOT NULL DEFAULT uuidv7(),
        package_id  uuid NOT NULL,
        service_id  uuid NOT NULL,
        kind        text NOT NULL CHECK (kind IN ('redemption', 'reversal', 'correction', 'transfer-out', 'transfer-in')),
        -- Sessions used (+) or given back (−). A package that receives a transfer is made with those sessions: none is used.
        sessions    int NOT NULL CHECK (CASE kind WHEN 'redemption' THEN sessions > 0 WHEN 'reversal' THEN sessions < 0 WHEN 'transfer-out' THEN sessions > 0
          WHEN 'transfer-in' THEN sessions = 0 ELSE sessions IN (-1, 1) END),
        used_after  int NOT NULL CHECK (used_after >= 0),
        reverses    uuid,
        reason      text,
        -- PK-19: of a transfer: minor units of price and of paid that went (−) or came (+) along, paid in all after it, the other package.
        price_share bigint,
        paid_share  bigint,
        paid_after  bigint,
        other_package uuid,
        appointment text,
        staff_id    uuid REFERENCES auth.person,
        staff_name  text,
        actor_kind  text NOT NULL CHECK (actor_kind IN ('staff', 'api-key', 'system')),
        actor_id    uuid,
        actor_name  text NOT NULL,
        -- Not now(), the transaction's start: entries are written under the package's lock, so this order is the true one.
        at          timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- PK-22: place in the package's chain, and SHA-256 over the hash before it and this entry.
        seq         int NOT NULL,
        hash        bytea NOT NULL,
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, package_id, service_id) REFERENCES package_service (tenant_id, package_id, id),
        FOREIGN KEY (tenant_id, reverses) REFERENCES ledger_entry,
        FOREIGN KEY (tenant_id, other_package) REFERENCES sold_package,
        CHECK ((kind = 'reversal') = (reverses IS NOT NULL)),
        CHECK (num_nonnulls(price_share, paid_share, paid_after, other_package) = CASE WHEN kind IN ('transfer-out', 'transfer-in') THEN 4 ELSE 0 END),
        CHECK (CASE kind WHEN 'transfer-out' THEN price_share <= paid_share AND paid_share <= 0
          WHEN 'transfer-in' THEN price_share >= paid_share AND paid_share >= 0 ELSE true END)
      );
      -- Undo once.
      CREATE UNIQUE INDEX ledger_reversed_once ON ledger_entry (tenant_id, reverses) WHERE reverses IS NOT NULL;
      -- Volatile, so that it looks anew: a statement that waited for the package's lock sees the ledger as it was before the wait.
      CREATE FUNCTION reversed_by_now(of_tenant uuid, entry uuid) RETURNS boolean LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS
        'BEGIN RETURN EXISTS (SELECT FROM ledger_entry WHERE tenant_id = of_tenant AND reverses = entry); END';
      CREATE INDEX ledger_of_package ON ledger_entry (tenant_id, package_id, id);

      CREATE TABLE package_payment (
        tenant_id   uuid NOT NULL,
        id          uuid NOT NULL DEFAULT uuidv7(),
        package_id  uuid NOT NULL,
        kind        text NOT NULL CHECK (kind IN ('payment', 'refund', 'payment-reversal')),
        -- Minor units; refunds and reversals are negative.
        amount      bigint NOT NULL CHECK ((kind = 'payment') = (amount > 0) AND amount <> 0),
        method      text NOT NULL CHECK (method IN ('cash', 'card', 'transfer', 'voucher', 'other')),
        paid_on     date NOT NULL,
        paid_after  bigint NOT NULL CHECK (paid_after >= 0),
        reverses    uuid,
        reason      text,
        actor_kind  text NOT NULL CHECK (actor_kind IN ('staff', 'api-key', 'system')),
        actor_id    uuid,
        actor_name  text NOT NULL,
        at          timestamptz NOT NULL DEFAULT clock_timestamp(),
        seq         int NOT NULL,
        hash        bytea NOT NULL,
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, package_id) REFERENCES sold_package,
        FOREIGN KEY (tenant_id, reverses) REFERENCES package_payment,
        CHECK ((kind = 'payment-reversal') = (reverses IS NOT NULL))
      );
      CREATE UNIQUE INDEX payment_reversed_once ON package_payment (tenant_id, reverses) WHERE reverses IS NOT NULL;
      CREATE INDEX payment_of_package ON package_payment (tenant_id, package_id, id);

      -- PK-09, PK-14: what changes the package as a whole. Append-only.
      CREATE TABLE package_change (
        tenant_id   uuid NOT NULL,
        id          uuid NOT NULL DEFAULT uuidv7(),
        package_id  uuid NOT NULL,
        kind        text NOT NULL CHECK (kind IN ('expiry-changed', 'frozen', 'thawed', 'renewed', 'cancelled')),
        -- Dates, null = never expires or rests in a freeze without an end; or statuses.
        value_before text,
        value_after  text,
        reason      text,
        note        text,
        -- PK-19: of frozen: the days as planned; of thawed: those that were, null = none was.
        freeze_from date,
        freeze_until date,
        -- PK-19: of renewed: the package that was sold.
        other_package uuid,
        actor_kind  text NOT NULL CHECK (actor_kind IN ('staff', 'api-key', 'system')),
        actor_id    uuid,
        actor_name  text NOT NULL,
        at          timestamptz NOT NULL DEFAULT clock_timestamp(),
        seq         int NOT NULL,
        hash        bytea NOT NULL,
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, package_id) REFERENCES sold_package,
        FOREIGN KEY (tenant_id, other_package) REFERENCES sold_package,
        CHECK ((kind = 'renewed') = (other_package IS NOT NULL))
      );
      CREATE INDEX change_of_package ON package_change (tenant_id, package_id, id);
      CREATE UNIQUE INDEX cancelled_once ON package_change (tenant_id, package_id) WHERE kind = 'cancelled';

      -- PK-15: words stay as they were written; only the pin moves.
      CREATE TABLE package_note (
        tenant_id   uuid NOT NULL,
        id          uuid NOT NULL DEFAULT uuidv7(),
        package_id  uuid NOT NULL,
        body        text NOT NULL CHECK (body <> ''),
        pinned      boolean NOT NULL DEFAULT false,
        author_kind text NOT NULL CHECK (author_kind IN ('staff', 'api-key', 'system')),
        author_id   uuid,
        author_name text NOT NULL,
        at          timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, package_id) REFERENCES sold_package
      );
      CREATE INDEX note_of_package ON package_note (tenant_id, package_id, id);

      -- PK-21: what a customer's ticket about her package is about. The evidence is the step and the card as they stood when she
      -- wrote; no foreign key leads to the step, which may be the sale itself or an entry of three tables.
      CREATE TABLE package_matter (
        tenant_id   uuid NOT NULL,
        ticket_id   uuid NOT NULL,
        package_id  uuid NOT NULL,
        kind        text NOT NULL CHECK (kind IN ('dispute', 'renewal')),
        step_id     uuid CHECK ((kind = 'dispute') = (step_id IS NOT NULL)),
        evidence    jsonb NOT NULL,
        at          timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, ticket_id),
        FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket,
        FOREIGN KEY (tenant_id, package_id) REFERENCES sold_package
      );
      CREATE INDEX matter_of_package ON package_matter (tenant_id, package_id, step_id);

      -- PK-21: what the desk did with a reply; step_id is the entry it wrote, the last one of several.
      CREATE TABLE package_settlement (
        tenant_id   uuid NOT NULL,
        ticket_id   uuid NOT NULL,
        -- Counted under the ticket's lock: of two at once one is the second.
        place       int NOT NULL CHECK (place > 0),
        package_id  uuid NOT NULL,
        remedy      text NOT NULL CHECK (remedy IN ('restore', 'extend', 'refund')),
        step_id     uuid NOT NULL,
        message_id  uuid NOT NULL,
        sessions    int CHECK ((remedy = 'restore') = (sessions IS NOT NULL AND sessions > 0)),
        service_id  uuid,
        -- Null also where the package never expires from then on.
        days        int CHECK (days IS NULL OR remedy = 'extend' AND days > 0),
        expires_on  date,
        -- Minor units given back.
        amount      bigint CHECK ((remedy = 'refund') = (amount IS NOT NULL AND amount > 0)),
        method      text,
        actor_kind  text NOT NULL CHECK (actor_kind IN ('staff', 'api-key', 'system')),
        actor_id    uuid,
        actor_name  text NOT NULL,
        at          timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, ticket_id, place),
        FOREIGN KEY (tenant_id, ticket_id) REFERENCES package_matter,
        FOREIGN KEY (tenant_id, package_id) REFERENCES sold_package,
        FOREIGN KEY (tenant_id, service_id) REFERENCES package_service,
        FOREIGN KEY (tenant_id, message_id) REFERENCES message
      );
      CREATE INDEX settlement_of_package ON package_settlement (tenant_id, package_id, step_id);

      -- PK-19: many packages extended at once. Each has a row of its own that moves with the package's entry, so that whoever is
      -- killed half-way goes on where it was.
      CREATE TABLE package_extension (
        tenant_id   uuid NOT NULL REFERENCES tenant,
        id          uuid NOT NULL,
        days        int CHECK (days > 0),
        until       date,
        -- Expired packages were asked for.
        restores    boolean NOT NULL,
        reason      text NOT NULL,
        state       text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'undoing', 'undone')),
        packages    int NOT NULL,
        -- Those that passed the filter and were not chosen: {why: how many}.
        left_out    jsonb NOT NULL,
        actor_kind  text NOT NULL CHECK (actor_kind IN ('staff', 'api-key', 'system')),
        actor_id    uuid,
        actor_name  text NOT NULL,
        undo_actor_kind text CHECK (undo_actor_kind IN ('staff', 'api-key', 'system')),
        undo_actor_id uuid,
        undo_actor_name text,
        at          timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, id),
        CHECK (num_nonnulls(days, until) = 1)
      );
      CREATE TABLE package_extension_item (
        tenant_id   uuid NOT NULL,
        extension_id uuid NOT NULL,
        package_id  uuid NOT NULL,
        state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'extended', 'skipped', 'undone', 'kept')),
        why         text CHECK (why IN ('cancelled', 'fully-used', 'frozen', 'never-expires', 'later-already', 'expired', 'still-expired', 'changed')),
        value_before date,
        value_after date,
        -- The package's, when it was extended: another one has changed since.
        version     int,
        PRIMARY KEY (tenant_id, extension_id, package_id),
        FOREIGN KEY (tenant_id, extension_id) REFERENCES package_extension,
        FOREIGN KEY (tenant_id, package_id) REFERENCES sold_package
      );
      CREATE INDEX extension_item_by_state ON package_extension_item (tenant_id, extension_id, state, package_id);

      -- PK-06: a letter to customers, and its copy for each.
      CREATE TABLE package_letter (
        tenant_id   uuid NOT NULL REFERENCES tenant,
        id          uuid NOT NULL,
        subject     text NOT NULL,
        body        text NOT NULL,
        state       text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done')),
        actor_kind  text NOT NULL CHECK (actor_kind IN ('staff', 'api-key', 'system')),
        actor_id    uuid,
        actor_name  text NOT NULL,
        at          timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, id)
      );
      CREATE INDEX letter_by_words ON package_letter (tenant_id, md5(subject || chr(10) || body), at);
      CREATE TABLE package_letter_item (
        tenant_id   uuid NOT NULL,
        letter_id   uuid NOT NULL,
        customer_id uuid NOT NULL,
        packages    uuid[] NOT NULL,
        -- Why she gets none; null: she does.
        why         text CHECK (why IN ('no-address', 'unsubscribed', 'cancelled')),
        -- What causes her mail; null: not yet.
        event_id    uuid,
        PRIMARY KEY (tenant_id, letter_id, customer_id),
        FOREIGN KEY (tenant_id, letter_id) REFERENCES package_letter,
        FOREIGN KEY (tenant_id, customer_id) REFERENCES customer,
        FOREIGN KEY (tenant_id, event_id) REFERENCES event
      );
      CREATE INDEX letter_item_to_tell ON package_letter_item (tenant_id, letter_id, customer_id) WHERE why IS NULL AND event_id IS NULL;

      -- PK-17: once per package, expiry date and channel.
      CREATE TABLE package_reminder (
        tenant_id   uuid NOT NULL,
        package_id  uuid NOT NULL,
        kind        text NOT NULL CHECK (kind IN ('expiring', 'expired')),
        expires_on  date NOT NULL,
        channel     text NOT NULL CHECK (channel IN ('mail')),
        at          timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, package_id, kind, expires_on, channel),
        FOREIGN KEY (tenant_id, package_id) REFERENCES sold_package
      );
      CREATE TABLE package_settings (
        tenant_id   uuid PRIMARY KEY REFERENCES tenant,
        reminder_days int NOT NULL CHECK (reminder_days BETWEEN 1 AND 90),
        -- Declared messages that are not sent.
        muted       text[] NOT NULL,
        -- PK-13: nothing is redeemed beyond what was paid.
        only_paid_value boolean NOT NULL DEFAULT false,
        -- PK-20: STAFF may redeem.
        staff_redeems boolean NOT NULL DEFAULT true,
        -- PK-21: {sessions, days, refund} per ticket for RECEPTION and AGENT.
        settle_limits jsonb NOT NULL DEFAULT '{"sessions": 2, "days": 30, "refund": 0}'
      );
      -- Asked by a redemption only where the answer matters: as functions they cost the others nothing, not even a lock on the table.
      -- What is to be paid before so many more sessions of a service, 0 where the salon does not ask: sessions are worth what usedValue of
      -- contracts says. Volatile, so that it sees the balances as they are under the lock.
      CREATE FUNCTION due_before(of_tenant uuid, of_package uuid, of_service uuid, more int, price bigint, paid bigint) RETURNS bigint
        LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS
        'BEGIN
           IF NOT EXISTS (SELECT FROM package_settings WHERE tenant_id = of_tenant AND only_paid_value) THEN RETURN 0; END IF;
           RETURN (SELECT greatest(0, div(2 * price * sum(w.used * w.weight) + sum(w.total * w.weight), 2 * sum(w.total * w.weight))::bigint - paid)
             FROM (SELECT s.total, s.used + CASE WHEN s.id = of_service THEN more ELSE 0 END AS used,
                 CASE WHEN bool_and(s.unit_price IS NOT NULL) OVER () AND max(s.unit_price) OVER () > 0 THEN s.unit_price ELSE 1 END::numeric AS weight
               FROM package_service s WHERE s.tenant_id = of_tenant AND s.package_id = of_package) w);
         END';
      CREATE FUNCTION staff_redeems(of_tenant uuid) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS
        'BEGIN RETURN NOT EXISTS (SELECT FROM package_settings WHERE tenant_id = of_tenant AND NOT staff_redeems); END';

      ALTER TABLE event ADD FOREIGN KEY (tenant_id, package_id) REFERENCES sold_package;
    `);
  }

  async down(): Promise<void> {
    throw new Error('The first migrations have no way back: restore a backup.');
  }
}
