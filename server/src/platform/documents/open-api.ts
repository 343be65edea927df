import { limits } from '@bookinda/contracts/limits';
import { problems } from '@bookinda/contracts/problem';
import type { Door } from '../http/doors.js';
import { admitted, refusalsOf, securityOf, securitySchemes } from './callers-of.js';
import type { SourceFacts } from './door-facts.js';
import { exampleOf } from './example.js';
import { inputSchema } from './input-schemas.js';
import { type JsonSchema, schemaPointer } from './json-schema.js';

export interface OpenApi {
  openapi: string;
  info: object;
  servers: object[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: object; headers: object; responses: object };
}

interface Media {
  schema: JsonSchema;
  example?: unknown;
}

export interface Operation {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters?: {
    name: string;
    in: string;
    required: boolean;
    schema: JsonSchema;
    description?: string;
    example?: unknown;
  }[];
  requestBody?: { required: boolean; content: Record<string, Media> };
  responses: Record<string, { description: string; headers?: object; content?: Record<string, Media> }>;
}

/** Where a path belongs in the table of contents; the first that fits. */
const chapters: [RegExp, string][] = [
  [/^\/v1\/embed\//, "A salon's page"],
  [/^\/v1\/support-/, 'Writing to the platform'],
  [/^\/v1\/(tickets|ticket-counts|desk|uploads|files)/, 'Tickets'],
  [/^\/v1\/package/, 'Packages'],
  [/^\/v1\/customers/, 'Customers'],
  [/^\/v1\/(session|sessions|password|two-factor|password-resets)\b/, 'Signing in'],
  [/^\/v1\/(members|invitations)/, 'Members'],
  [/^\/v1\/(site-keys|api-keys|customer-token-secrets)/, 'Keys'],
  [/^\/v1\/(events|mails|unsubscribe|disown)/, 'News and mail'],
  [/^\/v1\//, 'More'],
  [/^\//, 'Operation'],
];

/** The OpenAPI 3.1 document of the running doors. Without `facts` answers have no schema. */
export function openApi(doors: readonly Door[], facts: SourceFacts | null, url: string): OpenApi {
  const schemas: Record<string, JsonSchema> = {
    Problem: problemSchema,
    FieldError: fieldErrorSchema,
    ...facts?.schemas,
  };
  const paths: OpenApi['paths'] = {};
  for (const door of [...doors].sort((left, right) => left.route.path.localeCompare(right.route.path))) {
    paths[door.route.path] ??= {};
    (paths[door.route.path] as Record<string, Operation>)[door.route.method.toLowerCase()] = operationOf(
      door,
      facts,
      schemas,
    );
  }
  const used = new Set(Object.values(paths).flatMap((path) => Object.values(path).flatMap(({ tags }) => tags)));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bookinda Desk',
      version: '1',
      summary: 'Support tickets and prepaid packages of salons.',
      description: manner,
    },
    servers: [{ url }],
    tags: [...new Set(chapters.map(([, name]) => name))].filter((name) => used.has(name)).map((name) => ({ name })),
    paths,
    components: { schemas, securitySchemes, headers, responses: {} },
  };
}

function operationOf(door: Door, facts: SourceFacts | null, schemas: Record<string, JsonSchema>): Operation {
  const { route } = door;
  const known = facts?.doors[route.verb];
  const parameters = [...pathParameters(route.path), ...queryParameters(door, facts), ...retryParameter(door)];
  return {
    operationId: route.verb,
    summary: route.verb.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase()),
    description: [known?.about, admitted(door)].filter(Boolean).join('\n\n'),
    tags: [chapters.find(([path]) => path.test(route.path))?.[1] ?? ''],
    security: securityOf(door),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...bodyOf(door, facts, schemas),
    responses: { ...success(door, known?.view, schemas), ...refusals(door, known?.codes ?? []) },
  };
}

function pathParameters(path: string): NonNullable<Operation['parameters']> {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const schema: JsonSchema = /id$/.test(name) ? { type: 'string', format: 'uuid' } : { type: 'string', minLength: 1 };
    return {
      name,
      in: 'path',
      required: true,
      schema,
      example: name === 'file' ? 'swagger-ui.css' : exampleOf(schema, {}, name),
    };
  });
}

function queryParameters({ route, input }: Door, facts: SourceFacts | null): NonNullable<Operation['parameters']> {
  if (route.method !== 'GET' || !input) return [];
  const { properties = {}, required = [] } = inputSchema(input, facts?.fields[input.name]);
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
    ...(description ? { description } : {}),
  }));
}

function retryParameter({ rules }: Door): NonNullable<Operation['parameters']> {
  if (!rules.retry) return [];
  const description =
    'Names this intent: sent again with the same body, the first answer comes again (`Idempotent-Replayed: true`).';
  const schema: JsonSchema = { type: 'string', minLength: 1, maxLength: limits.idempotencyKey };
  return [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: rules.retry === 'required',
      schema,
      description,
      example: 'b6b3e0c4-5d0b-4a53-9a53-1f6f6f1f5c9e',
    },
  ];
}

function bodyOf(
  { route, input }: Door,
  facts: SourceFacts | null,
  schemas: Record<string, JsonSchema>,
): Pick<Operation, 'requestBody'> {
  if (route.verb.startsWith('upload-')) {
    const file: JsonSchema = {
      type: 'object',
      properties: { file: { type: 'string', format: 'binary' } },
      required: ['file'],
    };
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema: file } } } };
  }
  if (route.method === 'GET' || !input) return {};
  const name = `${input.name}Input`;
  schemas[name] = inputSchema(input, facts?.fields[input.name]);
  const schema = { $ref: schemaPointer + name };
  return {
    requestBody: {
      required: Boolean(schemas[name].required?.length),
      content: { 'application/json': { schema, example: exampleOf(schema, schemas) } },
    },
  };
}

/** Answers that are not JSON. */
function mediaOf({ route, rules }: Door, view: JsonSchema | undefined): string {
  if (rules.media) return rules.media;
  if (route.verb.startsWith('stream-')) return 'text/event-stream';
  return view?.format === 'binary' ? 'application/octet-stream' : 'application/json';
}

function success(
  door: Door,
  view: JsonSchema | undefined,
  schemas: Record<string, JsonSchema>,
): Operation['responses'] {
  const { rules } = door;
  const status = String(rules.status ?? 200);
  const common = { 'x-request-id': { $ref: '#/components/headers/RequestId' } };
  const sent = rules.retry
    ? { ...common, 'idempotent-replayed': { $ref: '#/components/headers/IdempotentReplayed' } }
    : common;
  if (status === '204' || view?.type === 'null') return { [status]: { description: 'Done.', headers: sent } };
  const media = mediaOf(door, view);
  const example = view && media === 'application/json' ? { example: exampleOf(view, schemas) } : {};
  return {
    [status]: { description: 'Done.', headers: sent, content: { [media]: { schema: view ?? {}, ...example } } },
  };
}

function refusals(door: Door, own: NonNullable<SourceFacts>['doors'][string]['codes']): Operation['responses'] {
  const rows = [...refusalsOf(door, own)].map(([status, codes]) => {
    const schema: JsonSchema = {
      allOf: [{ $ref: `${schemaPointer}Problem` }, { type: 'object', properties: { code: { enum: codes } } }],
    };
    const example = {
      type: 'about:blank',
      title: codes[0]?.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase()),
      status,
      code: codes[0],
      requestId: '019a8d2e-7c14-7b6e-9f0a-3d5b8c1e2f47',
    };
    const wait =
      status === 429 || status === 503
        ? { headers: { 'retry-after': { $ref: '#/components/headers/RetryAfter' } } }
        : {};
    return [
      String(status),
      {
        description: codes.map((code) => `\`${code}\``).join(', '),
        ...wait,
        content: { 'application/problem+json': { schema, example } },
      },
    ];
  });
  return Object.fromEntries(rows) as Operation['responses'];
}

const fieldErrorSchema: JsonSchema = {
  description: 'One wrong field; `path` is dotted, `services.0.sessions`.',
  type: 'object',
  properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
  required: ['path', 'code', 'message'],
};

const problemSchema: JsonSchema = {
  description: 'An error answer (RFC 9457). `code` is stable: decide by it, never by text.',
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', enum: Object.keys(problems) },
    requestId: { type: 'string' },
    errors: { type: 'array', items: { $ref: `${schemaPointer}FieldError` } },
  },
  required: ['type', 'title', 'status', 'code', 'requestId'],
};

const headers = {
  RequestId: { description: 'Names the request in our log.', schema: { type: 'string', format: 'uuid' } },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } },
  IdempotentReplayed: {
    description: '`true` when this is the first answer again.',
    schema: { type: 'string', const: 'true' },
  },
};

const manner = `Somebody else's thing and no thing at all look the same: 404 \`not-found\`.

Lists take \`limit\` (at most 100) and \`after\` (the \`next\` of the page before) and answer \`{ items, next }\`.

A write that carries an \`Idempotency-Key\` can be sent again: same key and body give the first answer, another body is 422 \`idempotency-mismatch\`. Only effects are kept under a key, for 48 hours: a refusal changed nothing, and the same key is decided anew once its cause is gone.

A member's session is at one tenant at a time. A request may name the tenant it is made for (\`x-tenant-id\`; where a browser sends no headers, \`tenant\` in the query of a GET): at another one it is 409 \`tenant-switched\`, and nothing is read or changed.

Instants are RFC 3339 in UTC, dates \`YYYY-MM-DD\` in the tenant's zone, money minor units with an ISO 4217 currency.`;
