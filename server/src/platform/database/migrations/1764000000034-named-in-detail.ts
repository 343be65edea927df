import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a ticket's detail names beside the ticket. As functions they cost nothing where there is nothing to name (STRICT), while a join or a
 * sub-select is set up with its policies for every detail: 30 of 160 µs. For one row; a list of many is quicker with a sub-select.
 * They read with the caller's rights, under the caller's scope.
 */
export class NamedInDetail1764000000034 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The owner of a forced table could not even look at what these read.
      SET LOCAL check_function_bodies = off;
      CREATE FUNCTION named_colleague(person uuid) RETURNS json LANGUAGE sql STABLE STRICT
        RETURN (SELECT json_build_object('id', a.id, 'name', a.name) FROM public.colleague a WHERE a.id = person);
      CREATE FUNCTION named_customer(customer uuid) RETURNS json LANGUAGE sql STABLE STRICT
        RETURN (SELECT json_build_object('id', c.id, 'name', c.name) FROM public.customer c WHERE c.tenant_id = public.scope_tenant() AND c.id = customer);
      CREATE FUNCTION numbered_ticket(ticket uuid) RETURNS json LANGUAGE sql STABLE STRICT
        RETURN (SELECT json_build_object('id', t.id, 'number', d.number_prefix || lpad(t.number::text, greatest(d.number_width, length(t.number::text)), '0'))
          FROM public.ticket t JOIN public.desk d ON d.tenant_id = t.tenant_id WHERE t.tenant_id = public.scope_tenant() AND t.id = ticket);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION named_colleague, named_customer, numbered_ticket');
  }
}
