import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type ContractReport, SCHEMA_BYTES_MAX, SCHEMA_DEPTH_MAX } from '../contracts/data-contract.ts';
import type { Finding, SafetyLevel } from '../contracts/dataset.ts';
import { PipelineError } from '../contracts/errors.ts';
import type { SourcePosition } from '../contracts/records.ts';

const POSITIONS_KEPT = 5;
/** Different breaches told apart; a schema of many fields against other data would fill the history. */
const BREACHES_MAX = 50;
const SEVERITY = { strict: 'error', moderate: 'warning', permissive: 'info' } as const;
/** Patterns whose matching can take time that grows with a power of the text: repeated groups that repeat, back references. */
const COSTLY_PATTERN = /[+*}]\)?[+*{]|\([^()]{0,200}[+*}][^()]{0,200}\)[+*{]|\\[1-9]|\(\?<?[=!]/;
const PATTERN_CHARS_MAX = 200;

interface Breach {
  count: number;
  positions: SourcePosition[];
}

/**
 * Checks records, as they came from the file, against a data contract: a JSON Schema of draft 2020-12 that the caller gave.
 * Compiled once. All breaches of a record count, each once per record and place.
 *
 * Refused as InvalidInput: a schema over 64 KiB or 32 levels, with references to other documents, with a pattern that can
 * run away, or that is no valid schema. Cost: by the schema, about that of JSON.parse of the record.
 */
export function createContractChecker(schema: Record<string, unknown>) {
  refuseCostly(schema);
  const validate = compile(schema);
  const breaches = new Map<string, Breach>();
  let records = 0;
  let others = 0;
  return {
    check(value: unknown, position: SourcePosition): void {
      records += 1;
      if (validate(value)) return;
      for (const rule of new Set((validate.errors ?? []).map(ruleOf))) {
        const breach = breaches.get(rule) ?? { count: 0, positions: [] };
        if (!breaches.has(rule) && breaches.size >= BREACHES_MAX) {
          others += 1;
          continue;
        }
        breaches.set(rule, breach);
        breach.count += 1;
        if (breach.positions.length < POSITIONS_KEPT) breach.positions.push(position);
      }
    },
    result(): ContractReport {
      const found = [...breaches].map(([rule, breach]) => ({ rule, ...breach }));
      return {
        record_count: records,
        breaches: found.sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1)),
        others,
      };
    },
  };
}

/** A finding per kind of breach, as severe as the safety level says. */
export function contractFindings(report: ContractReport, level: SafetyLevel): Finding[] {
  const finding = (rule: string, count: number, positions: SourcePosition[]): Finding => ({
    rule: `data_contract:${rule}`,
    severity: SEVERITY[level],
    measured: count,
    limit: 0,
    message: `${count} of ${report.record_count} records break the data contract: ${rule}`,
    remedy: 'correct the records at the positions named, or the contract',
    positions,
  });
  return [
    ...report.breaches.map(({ rule, count, positions }) => finding(rule, count, positions)),
    ...(report.others > 0 ? [finding('other breaches', report.others, [])] : []),
  ];
}

/** The place in the schema: a place in the record would show its own keys, which may hold text. */
function ruleOf({ schemaPath, keyword, params }: ErrorObject): string {
  return keyword === 'required' ? `${schemaPath} ${params.missingProperty}` : schemaPath;
}

function compile(schema: Record<string, unknown>) {
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: true, logger: false, messages: false });
  addFormats.default(ajv);
  try {
    return ajv.compile(schema);
  } catch (error) {
    throw refused(`is no usable JSON Schema: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function refuseCostly(schema: Record<string, unknown>): void {
  if (JSON.stringify(schema).length > SCHEMA_BYTES_MAX) throw refused(`is over ${SCHEMA_BYTES_MAX} bytes`);
  const walk = (value: unknown, depth: number): void => {
    if (depth > SCHEMA_DEPTH_MAX) throw refused(`is over ${SCHEMA_DEPTH_MAX} levels deep`);
    if (value === null || typeof value !== 'object') return;
    for (const [name, inner] of Object.entries(value)) {
      if ((name === '$ref' || name === '$dynamicRef') && typeof inner === 'string' && !inner.startsWith('#')) {
        throw refused('refers to another document; put what it needs under $defs');
      }
      if (name === '$async') throw refused('uses $async, which is no part of JSON Schema');
      if (name === 'pattern' && typeof inner === 'string') refusePattern(inner);
      if (name === 'patternProperties' && inner !== null && typeof inner === 'object')
        Object.keys(inner).forEach(refusePattern);
      walk(inner, depth + 1);
    }
  };
  walk(schema, 0);
}

function refusePattern(pattern: string): void {
  if (pattern.length > PATTERN_CHARS_MAX || COSTLY_PATTERN.test(pattern)) {
    throw refused('has a pattern that can take too long: no repeats within repeats, back references or look-arounds');
  }
}

const refused = (fault: string) => new PipelineError('InvalidInput', `data_contract ${fault}`);
