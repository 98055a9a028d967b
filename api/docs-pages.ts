import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Page } from './create-app.ts';
import { ASYNC_API_PATH, toAsyncApi } from './live/async-api.ts';
import { toOpenApi } from './open-api.ts';

const ASSETS: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/** Everything comes from this gateway; the page's own styles are the only ones it writes into elements. */
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Dataset Training Pipeline: API</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<noscript>This page needs JavaScript; the document itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;
const START = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  displayOperationId: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  persistAuthorization: false,
  validatorUrl: null,
});
`;

/** /docs, /openapi.json and /asyncapi.json: documents made from the tables, and the page that shows them, all local. */
export function createDocsPages(version: string): Page[] {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const documents = { '/openapi.json': toOpenApi(version), [ASYNC_API_PATH]: toAsyncApi(version) };
  const text = (path: string, type: string, body: string | Buffer): Page => ({
    path,
    role: 'public',
    handle: (_request, response) => {
      response.set({ 'Content-Security-Policy': CSP, 'Cache-Control': 'no-cache' }).type(type).send(body);
    },
  });
  return [
    ...Object.entries(documents).map(([path, document]) => text(path, 'application/json', JSON.stringify(document))),
    text('/docs', 'text/html; charset=utf-8', HTML),
    text('/docs/start.js', 'text/javascript; charset=utf-8', START),
    ...Object.entries(ASSETS).map(([name, type]) => text(`/docs/${name}`, type, readFileSync(join(folder, name)))),
  ];
}
