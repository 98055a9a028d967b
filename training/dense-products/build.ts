import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Compiles learning/dense-products/products.asm.ts with AssemblyScript and writes products.wasm.ts: `npm run build:products`. */
const pathOf = (name: string) => fileURLToPath(new URL(`../../learning/dense-products/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'products-'));
try {
  const out = join(folder, 'products.wasm');
  const options = ['--runtime', 'stub', '--enable', 'simd', '-O3', '--noAssert', '--importMemory', '-o', out];
  execFileSync('npx', ['--yes', '-p', 'assemblyscript@0.28.20', 'asc', pathOf('products.asm.ts'), ...options], {
    stdio: 'inherit',
  });
  const base64 =
    readFileSync(out)
      .toString('base64')
      .match(/.{1,110}/g) ?? [];
  const lines = base64.map((part) => `  '${part}',`).join('\n');
  writeFileSync(
    pathOf('products.wasm.ts'),
    `/** products.asm.ts, compiled: made by \`npm run build:products\`. */\nexport const PRODUCTS_WASM = [\n${lines}\n].join('');\n`,
  );
} finally {
  rmSync(folder, { recursive: true });
}
