import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readDocsFile, readDocsPage, readDocument } from '@bookinda/contracts/operation/routes';
import { Controller, Inject, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CONFIG, type Config } from '../config.js';
import { Answers, publicLimit } from '../http/answers.js';
import { Doors } from '../http/doors.js';
import { found } from '../http/refusal.js';
import { readFacts } from './door-facts.js';
import { openApi } from './open-api.js';

const anybody = { kinds: ['anonymous'] };

/** `/openapi.json` and its page. Both are for anybody: they hold what the code holds and nothing of a tenant. */
@Controller()
export class Documents {
  private text: string | undefined;
  private readonly assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

  constructor(
    private readonly doors: Doors,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Answers(readDocument, { to: anybody, limit: publicLimit, jsonText: true })
  document(): string {
    this.text ??= JSON.stringify(openApi(this.doors.all, readFacts(), this.config.publicUrl));
    return this.text;
  }

  @Answers(readDocsPage, { to: anybody, limit: publicLimit, media: 'text/html' })
  page(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.header('content-type', 'text/html; charset=utf-8').header('content-security-policy', policy);
    return page;
  }

  @Answers(readDocsFile, { to: anybody, limit: publicLimit, media: 'text/plain' })
  async file(@Param('file') name: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer | string> {
    const type = found(Object.hasOwn(files, name) ? files[name] : undefined);
    void reply
      .header('content-type', type)
      .header('cache-control', 'public, max-age=3600')
      .header('content-security-policy', policy);
    return name === 'start.js' ? start : readFile(join(this.assets, name));
  }
}

const files: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'start.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

// The viewer writes style attributes and draws its icons from data: URLs; scripts are ours alone, and nobody may frame the page.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Bookinda Desk: HTTP interface</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="page"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
`;

const start =
  "SwaggerUIBundle({ url: '/openapi.json', dom_id: '#page', deepLinking: true, displayOperationId: true, docExpansion: 'none' });\n";
