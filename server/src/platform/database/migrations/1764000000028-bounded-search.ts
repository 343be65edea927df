import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Words of a thread are found up to a bound. PostgreSQL refuses a search vector of more than 1 MB, and every reply writes
 * each word of the vector into the index anew: about 6 µs a word. A thread of 3,000 different words takes on no more, nor does
 * one that was larger before.
 */
export class BoundedSearch1764000000028 implements MigrationInterface {
  name = 'BoundedSearch1764000000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION search_with(existing tsvector, addition text) RETURNS tsvector
      LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
      BEGIN
        IF length(existing) >= 3000 THEN RETURN existing; END IF;
        RETURN existing || to_tsvector('folded', plain_words(addition));
      EXCEPTION WHEN program_limit_exceeded THEN RETURN existing;
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION search_with');
  }
}
