import { describe, expect, it } from 'vitest';
import { contractFindings, createContractChecker } from '../../analysis/data-contract.ts';

const at = (index: number) => ({ file: 'f', line: index + 1, index });
const SCHEMA = {
  type: 'object',
  required: ['text'],
  properties: { text: { type: 'string', minLength: 1 }, label: { enum: ['a', 'b'] } },
  additionalProperties: false,
};

describe('a data contract', () => {
  it('counts each kind of breach with its first positions, and never quotes a record', () => {
    const checker = createContractChecker(SCHEMA);
    for (let i = 0; i < 20; i++) {
      checker.check(i % 2 === 0 ? { text: 'fine', label: 'a' } : { label: 'secret words', 'my own key': 1 }, at(i));
    }
    const report = checker.result();
    expect(report).toMatchObject({ record_count: 20, others: 0 });
    expect(report.breaches.map(({ rule, count }) => [rule, count])).toEqual([
      ['#/additionalProperties', 10],
      ['#/properties/label/enum', 10],
      ['#/required text', 10],
    ]);
    expect(report.breaches[0]?.positions.map(({ line }) => line)).toEqual([2, 4, 6, 8, 10]);
    const findings = contractFindings(report, 'strict');
    expect(findings[0]).toMatchObject({ severity: 'error', measured: 10, limit: 0 });
    expect(contractFindings(report, 'permissive')[0]?.severity).toBe('info');
    expect(JSON.stringify(findings)).not.toMatch(/secret|my own/);
  });

  it('records that keep it leave no finding', () => {
    const checker = createContractChecker(SCHEMA);
    checker.check({ text: 'fine' }, at(0));
    expect(contractFindings(checker.result(), 'strict')).toEqual([]);
  });

  it.each([
    ['a reference to another document', { $ref: 'https://example.org/schema.json' }, /another document/],
    ['a pattern that runs away', { properties: { a: { pattern: '^(a+)+$' } } }, /pattern/],
    ['a name pattern that runs away', { patternProperties: { '(x*)*': {} } }, /pattern/],
    ['too many levels', Array.from({ length: 40 }).reduce<object>((inner) => ({ not: inner }), {}), /levels/],
    ['too many bytes', { description: 'x'.repeat(70_000) }, /bytes/],
    ['no schema', { type: 'strnig' }, /no usable JSON Schema/],
  ])('with %s is refused', (_name, schema, message) => {
    expect(() => createContractChecker(schema as Record<string, unknown>)).toThrow(message);
  });
});
