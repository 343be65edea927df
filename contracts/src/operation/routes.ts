import { route } from '../route.js';

// For balancers, orchestrators, monitoring and whoever writes a client.
export const isAlive = route('is-alive', 'GET /health/live').gives<{ alive: true }>();
export const isReady = route('is-ready', 'GET /health/ready').gives<{ ready: true }>();
/** Prometheus text. Asked from this machine, or with `Authorization: Bearer <METRICS_TOKEN>`. */
export const readMetrics = route('read-metrics', 'GET /metrics').gives<string>();
/** This document. */
export const readDocument = route('read-document', 'GET /openapi.json').gives<Record<string, unknown>>();
/** The document as a page. */
export const readDocsPage = route('read-docs-page', 'GET /docs').gives<string>();
/** What the page consists of. */
export const readDocsFile = route('read-docs-file', 'GET /docs/{file}').gives<string>();
