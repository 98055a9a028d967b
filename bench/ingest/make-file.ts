import { once } from 'node:events';
import { createWriteStream, readdirSync, statSync } from 'node:fs';

import { createIngestion } from '../../test/support/ingest.ts';

/**
 * Writes a JSON Lines file of at least `bytes` from the real datasets below a folder: their records, dataset after
 * dataset, again and again under new ids, with the round in front of the first text so that no two are equal.
 */
export async function makeFile(path: string, { data, bytes }: { data: string; bytes: number }): Promise<number> {
  const lines = await recordsBelow(data);
  if (lines.length === 0) throw new Error(`no dataset could be read below ${data}`);
  const stream = createWriteStream(path);
  let written = 0;
  for (let round = 0; written < bytes; round++) {
    for (const [i, { messages, ...rest }] of lines.entries()) {
      const told = messages.map((message, at) =>
        at === 0 ? { ...message, content: `${round}.${i} ${message.content}` } : message,
      );
      const line = `${JSON.stringify({ id: `${round}-${i}`, messages: told, ...rest })}\n`;
      written += Buffer.byteLength(line);
      if (!stream.write(line)) await once(stream, 'drain');
      if (written >= bytes) break;
    }
  }
  stream.end();
  await once(stream, 'close');
  return statSync(path).size;
}

interface Line {
  messages: { role: string; content: string }[];
  [field: string]: unknown;
}

async function recordsBelow(data: string): Promise<Line[]> {
  const ingestion = createIngestion(data);
  const lines: Line[] = [];
  try {
    for (const entry of readdirSync(data, { withFileTypes: true })) {
      if (!entry.isDirectory() || entry.name === 'malformed') continue;
      const output = await ingestion.ingest(entry.name).catch(() => null);
      if (output === null) continue;
      for (const record of await ingestion.records(output)) {
        const { messages, labels, attributes } = record;
        lines.push({ messages, ...labels, ...attributes, dataset: entry.name });
      }
    }
  } finally {
    ingestion.discard();
  }
  return lines;
}
