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

/** Everything comes from this gateway, in files: no script and no style stands in the page itself. */
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Dataset Training Pipeline: API</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="stylesheet" href="/docs/page.css">
</head>
<body>
<div id="swagger-ui"></div>
<noscript>This page needs JavaScript; the document itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;
/** What Swagger UI's own styles lack: the name of an operation on a narrow screen, header names in the dark. */
const STYLE = `.swagger-ui .info { margin: 24px 0; }
.swagger-ui .opblock .opblock-summary-operation-id { word-break: normal; overflow-wrap: normal; flex: none; }
.dark-mode .swagger-ui .headers td, .dark-mode .swagger-ui .header-col { color: #e4e6e6; }
@media (max-width: 760px) {
  .swagger-ui .opblock .opblock-summary-operation-id { display: none; }
}
`;
const START = `const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();
SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  displayOperationId: true,
  docExpansion: 'list',
  filter: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
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
    text('/docs/page.css', 'text/css; charset=utf-8', STYLE),
    ...Object.entries(ASSETS).map(([name, type]) => text(`/docs/${name}`, type, readFileSync(join(folder, name)))),
  ];
}
