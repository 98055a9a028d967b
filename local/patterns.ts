import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseSync } from 'oxc-parser';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A regular expression of analysis/, where it stands first. */
export interface Pattern {
  file: string;
  source: string;
  flags: string;
}

/**
 * Every regular expression of analysis/: literals from the source, and those that the modules put together while they load,
 * seen through a stand-in for RegExp.
 */
export async function collectPatterns(): Promise<Pattern[]> {
  const patterns = new Map<string, Pattern>();
  const built: RegExp[] = [];
  const original = globalThis.RegExp;
  globalThis.RegExp = new Proxy(original, {
    construct(target, args) {
      const made: RegExp = Reflect.construct(target, args);
      built.push(made);
      return made;
    },
  });
  try {
    for (const file of globSync('analysis/**/*.ts', { cwd: root }).sort()) {
      const { program } = parseSync(file, readFileSync(join(root, file), 'utf8'));
      walk(program, (node) => {
        if (node.type === 'Literal' && node.regex) {
          const { pattern, flags } = node.regex as { pattern: string; flags: string };
          add(patterns, { file, source: pattern, flags });
        }
      });
      // A fresh copy of the module: another may have loaded it before.
      await import(`${pathToFileURL(join(root, file)).href}?patterns`);
      for (const { source, flags } of built.splice(0)) add(patterns, { file, source, flags });
    }
  } finally {
    globalThis.RegExp = original;
  }
  return [...patterns.values()];
}

function add(patterns: Map<string, Pattern>, pattern: Pattern): void {
  const key = `/${pattern.source}/${pattern.flags}`;
  if (!patterns.has(key)) patterns.set(key, pattern);
}

interface Node {
  [name: string]: unknown;
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (value === null || typeof value !== 'object') return;
  visit(value as Node);
  for (const inner of Object.values(value)) walk(inner, visit);
}

/** Whether a pattern holds *, + or {n,} outside of a class of characters and not escaped. */
export function hasUnboundedRepeat(source: string): boolean {
  const outside = source.replace(/\\(?:p\{[^}]{1,40}\}|.)/gu, 'x').replace(/\[[^\]]{0,400}\]/g, 'x');
  return /[*+]|\{\d+,\}/.test(outside);
}
