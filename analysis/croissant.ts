import type { DatasetEntry } from '../contracts/registry.ts';
import type { DatasetDescription } from '../contracts/tasks.ts';

/**
 * The dataset as Croissant 1.0 JSON-LD (https://docs.mlcommons.org/croissant/docs/croissant-spec.html): the file with
 * its hash, and the canonical record with its label fields. What nobody gave (licence, address) is left out.
 */
export function toCroissant(
  entry: Omit<DatasetEntry, 'artifacts'>,
  { source, profile, metadata }: DatasetDescription,
): object {
  const field = (name: string, dataType: string, description: string) => ({
    '@type': 'cr:Field',
    '@id': `records/${name}`,
    name,
    description,
    dataType,
    source: { fileObject: { '@id': 'data' }, extract: { column: name } },
  });
  return {
    '@context': CONTEXT,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.0',
    name: entry.name,
    ...(entry.description !== null && { description: entry.description }),
    ...(metadata.source_license !== null && { license: metadata.source_license }),
    ...(metadata.source_url !== null && { url: metadata.source_url }),
    version: `${entry.version}.0.0`,
    datePublished: entry.registered_at,
    distribution: [
      {
        '@type': 'cr:FileObject',
        '@id': 'data',
        name: source.file,
        contentUrl: source.file,
        contentSize: `${source.byte_count} B`,
        encodingFormat: MEDIA_TYPES[source.format] ?? 'application/octet-stream',
        sha256: source.sha256,
      },
    ],
    recordSet: [
      {
        '@type': 'cr:RecordSet',
        '@id': 'records',
        name: 'records',
        description: `${profile.record_count} conversations, ${profile.message_count} messages`,
        field: Object.keys(profile.label_fields).map((name) => field(name, 'sc:Text', 'Label')),
      },
    ],
  };
}

const MEDIA_TYPES: Record<string, string> = {
  json: 'application/json',
  jsonl: 'application/jsonlines',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  parquet: 'application/vnd.apache.parquet',
  sqlite: 'application/vnd.sqlite3',
  hdf5: 'application/x-hdf5',
  text: 'text/plain',
  lines: 'text/plain',
  captions: 'text/vtt',
};

/** The context of the specification, whole: validators warn of a shorter one. */
const CONTEXT = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  sc: 'https://schema.org/',
  cr: 'http://mlcommons.org/croissant/',
  rai: 'http://mlcommons.org/croissant/RAI/',
  dct: 'http://purl.org/dc/terms/',
  conformsTo: 'dct:conformsTo',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  examples: { '@id': 'cr:examples', '@type': '@json' },
  ...Object.fromEntries(
    [
      ...['citeAs', 'column', 'equivalentProperty', 'extract', 'field', 'fileObject', 'fileProperty', 'fileSet'],
      ...['format', 'includes', 'isLiveDataset', 'jsonPath', 'key', 'md5', 'parentField', 'path', 'recordSet'],
      ...['references', 'regex', 'repeated', 'replace', 'samplingRate', 'separator', 'source', 'subField', 'transform'],
    ].map((term) => [term, `cr:${term}`]),
  ),
};
