import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Who may enter which room: from the table of docs/overview.md. A room may always import from itself. */
const ROOMS: Record<string, { rooms: string[]; files?: string[]; packages: string[] }> = {
  contracts: { rooms: [], packages: ['zod'] },
  analysis: { rooms: ['contracts'], packages: ['eld', 'ajv', 'ajv-formats'] },
  learning: { rooms: ['contracts'], packages: [] },
  charts: { rooms: [], packages: [] },
  plugins: {
    rooms: ['contracts', 'analysis', 'learning'],
    packages: [
      ...['zod', 'csv-parse', 'yaml', 'hyparquet', 'hyparquet-compressors', 'hyparquet-writer', 'h5wasm'],
      ...['lru-cache', '@redis/client'],
    ],
  },
  activities: {
    rooms: ['contracts', 'analysis', 'charts'],
    files: [
      'plugins/kinds.ts',
      'plugins/encoder-kinds.ts',
      'plugins/state-kinds.ts',
      'plugins/validation-kinds.ts',
      'plugins/choose-reader.ts',
      'plugins/batched-events.ts',
    ],
    packages: ['@temporalio/activity', '@temporalio/common', 'zod'],
  },
  training: {
    rooms: ['contracts', 'analysis', 'learning'],
    packages: ['@faker-js/faker', 'csv-parse', 'hyparquet', 'hyparquet-compressors', 'word-list'],
  },
  workflows: { rooms: ['contracts'], packages: ['@temporalio/workflow', '@temporalio/common'] },
  client: { rooms: ['contracts'], packages: ['eventsource-parser', 'zod'] },
  temporal: { rooms: ['contracts'], packages: ['@temporalio/client', '@temporalio/common', '@temporalio/worker'] },
  worker: {
    rooms: ['contracts', 'analysis', 'learning', 'plugins', 'activities', 'temporal'],
    packages: ['@temporalio/client', '@temporalio/common', '@temporalio/worker'],
  },
  api: {
    rooms: ['contracts', 'temporal', 'client', 'charts'],
    // The gateway reads the registry and asks models itself (docs/decisions/0009); gateway.ts puts the parts together.
    files: [
      'workflows/messages.ts',
      'activities/5-selection/strategy-settings.ts',
      'activities/5-selection/style-info.ts',
      'activities/consent.ts',
      'activities/result-cache.ts',
      'activities/review.ts',
      'plugins/pseudonym-key.ts',
      'plugins/kinds.ts',
      'plugins/encoder-kinds.ts',
      'plugins/state-kinds.ts',
      'plugins/cache/tiers.ts',
      'plugins/encoders/onnx.ts',
      'plugins/state/sqlite.ts',
      'plugins/storage/local.ts',
      'plugins/styles/index.ts',
      'plugins/readers/index.ts',
    ],
    packages: [
      '@modelcontextprotocol/server',
      '@temporalio/client',
      '@temporalio/common',
      'express',
      'lru-cache',
      'pino',
      'swagger-ui-dist',
      'ws',
      'zod',
    ],
  },
};

/** Pure rooms do no input or output: of Node's own modules only these. */
const PURE: Record<string, string[]> = {
  contracts: [],
  analysis: ['node:crypto'],
  learning: ['node:crypto'],
  charts: [],
  workflows: [],
};

function importsOf(file: string): string[] {
  const { module } = parseSync(file, readFileSync(join(root, file), 'utf8'));
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
  );
  return [...module.staticImports.map(({ moduleRequest }) => moduleRequest.value), ...exported];
}

function forbidden(file: string, room: string): string[] {
  const rule = ROOMS[room];
  if (!rule) throw new Error(`no rule for ${room}`);
  return importsOf(file).filter((name) => {
    if (name.startsWith('node:')) return PURE[room] !== undefined && !PURE[room].includes(name);
    if (name.startsWith('.')) {
      const target = relative(root, join(root, dirname(file), name));
      const targetRoom = target.split('/')[0] ?? '';
      return targetRoom !== room && !rule.rooms.includes(targetRoom) && !rule.files?.includes(target);
    }
    return !rule.packages.some((allowed) => name === allowed || name.startsWith(`${allowed}/`));
  });
}

describe('imports go one way', () => {
  it.each(Object.keys(ROOMS))('%s imports only what it may', (room) => {
    const files = globSync(`${room}/**/*.ts`, { cwd: root });
    expect(files.length).toBeGreaterThan(0);
    const broken = files.flatMap((file) => forbidden(file, room).map((name) => `${file} imports ${name}`));
    expect(broken).toEqual([]);
  });

  it('would notice a forbidden arrow', () => {
    expect(forbidden('worker/create-worker.ts', 'contracts')).toContain('@temporalio/worker');
  });
});

describe('files can be read in a sitting', () => {
  it('none is longer than 300 lines', () => {
    const files = Object.keys({ ...ROOMS, local: true }).flatMap((room) => globSync(`${room}/**/*.ts`, { cwd: root }));
    const long = files.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 300);
    // Tables of contracts are read by the row, not in a sitting.
    expect(long.filter((file) => !file.startsWith('contracts/'))).toEqual([]);
  });
});
