import { describe, expect, it } from 'vitest';
import { toCroissant } from '../../analysis/croissant.ts';

type Node = Record<string, unknown>;

/** What the mlcroissant validator asks for, as far as it can be told without it: it passes these documents. */
describe('a Croissant description', () => {
  const entry = { name: 'talks', description: null, version: 2, registered_at: '2026-01-01T00:00:00.000Z' };
  const source = { file: 'talks.jsonl', byte_count: 10, format: 'jsonl', sha256: 'a'.repeat(64) };
  const profile = { record_count: 3, message_count: 6, label_fields: { emotion: {}, topic: {} } };
  const make = (metadata: Node) => toCroissant(entry as never, { source, profile, metadata } as never) as Node;
  const document = make({ source_license: null, source_url: null });

  it('every id that a field refers to is one of the distribution, and ids are unique', () => {
    const ids: unknown[] = [];
    const referred: unknown[] = [];
    const visit = (value: unknown, isReference = false): void => {
      if (Array.isArray(value)) for (const each of value) visit(each);
      else if (typeof value === 'object' && value !== null) {
        const { '@id': id, ...rest } = value as Node;
        if (id !== undefined) (isReference ? referred : ids).push(id);
        for (const [name, each] of Object.entries(rest)) visit(each, name === 'fileObject');
      }
    };
    const { '@context': _, ...body } = document;
    visit(body);
    expect(referred).toHaveLength(2);
    expect(ids).toEqual(expect.arrayContaining(referred));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('every property is a term of the context or of schema.org', () => {
    const context = document['@context'] as Node;
    const schemaOrg = ['name', 'description', 'version', 'datePublished', 'distribution', 'contentUrl'];
    const more = ['contentSize', 'encodingFormat', 'sha256', 'license', 'url'];
    const visit = (value: unknown): string[] => {
      if (Array.isArray(value)) return value.flatMap(visit);
      if (typeof value !== 'object' || value === null) return [];
      return Object.entries(value).flatMap(([name, each]) => [name, ...visit(each)]);
    };
    const { '@context': _, ...body } = make({ source_license: 'CC-BY-4.0', source_url: 'https://example.org' });
    const known = new Set([...Object.keys(context), ...schemaOrg, ...more, '@type', '@id']);
    expect(visit(body).filter((name) => !known.has(name))).toEqual([]);
  });

  it('says licence and address where they are known, and nothing where not', () => {
    expect(document).not.toHaveProperty('license');
    expect(make({ source_license: 'MIT', source_url: null })).toMatchObject({ license: 'MIT' });
    expect(document).toMatchObject({
      conformsTo: 'http://mlcommons.org/croissant/1.0',
      version: '2.0.0',
      distribution: [{ sha256: 'a'.repeat(64), encodingFormat: 'application/jsonlines' }],
    });
  });
});
