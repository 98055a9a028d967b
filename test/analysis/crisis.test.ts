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
    ["I can't stop hurting myself", 'self_harm'],
    ["I don't know if I want to die", 'suicide_ideation'],
    ['not only suicidal but alone', 'suicide_ideation'],
    ['I am not suicidal. But last year I did want to die', 'suicide_ideation'],
  ])('%s is tagged', (text, type) => {
    expect(typesIn(text)).toContain(type);
  });

  it.each([
    'I am not suicidal',
    'this bracelet is a charm, quite harmless',
    'my phone died',
    'she never felt suicidal',
    "I don't want to die",
    'I didn’t want to kill myself',
    'no longer suicidal since May',
    'a suicidally bad pun is another word',
  ])('%s is not', (text) => {
    expect(typesIn(text)).toEqual([]);
  });
});
