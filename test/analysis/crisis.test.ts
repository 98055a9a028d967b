import { describe, expect, it } from 'vitest';
import { findCrisis } from '../../analysis/crisis.ts';
import { makeRecord } from '../support/records.ts';

const typesIn = (text: string) => findCrisis(makeRecord(0, { text }));

describe('crisis content', () => {
  it.each([
    ['I want to die', 'suicide_ideation'],
    ['I don’t want to live any more', 'suicide_ideation'],
    ['some days I hurt myself', 'self_harm'],
    ['I keep hearing voices at night', 'psychotic_episode'],
    ['he hits me when he drinks', 'domestic_violence'],
  ])('%s is tagged', (text, type) => {
    expect(typesIn(text)).toContain(type);
  });

  it.each([
    'I am not suicidal',
    'this bracelet is a charm, quite harmless',
    'my phone died',
    'she never felt suicidal',
  ])('%s is not', (text) => {
    expect(typesIn(text)).toEqual([]);
  });
});
