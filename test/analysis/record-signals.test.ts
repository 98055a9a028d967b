import { describe, expect, it } from 'vitest';
import { knownRole } from '../../analysis/roles.ts';
import { signalsOf } from '../../analysis/taxonomy/record-signals.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { makeRecord } from '../support/records.ts';

const talk = (...messages: ConversationRecord['messages']) => signalsOf({ ...makeRecord(0), messages });

describe('what a model is told to be', () => {
  it('tells of the making, and not of what is talked about', () => {
    const found = talk(
      { role: 'system', content: 'You are a psychiatrist with experience of schizophrenia, insomnia and medication.' },
      { role: 'user', content: 'Hello there.' },
      { role: 'assistant', content: 'Hello to you.' },
    );
    expect(found).toContain('words:prompt_words');
    expect(found).not.toContain('words:symptom_words');
    expect(found).not.toContain('words:medication_words');
  });
});

describe('who speaks', () => {
  const signalsOfSpeakers = (first: string, second: string) =>
    talk({ role: 'user', content: 'Well.', speaker: first }, { role: 'assistant', content: 'So.', speaker: second });

  it('is known by the calling at the end of a name', () => {
    expect(knownRole('CBT Therapist')).toBe('assistant');
    expect(knownRole('new_patient')).toBe('user');
    expect(knownRole('The one who was a client')).toBeNull();
    expect(knownRole('Client Smith')).toBeNull();
  });

  it('is no doctor where the patient sees a therapist', () => {
    expect(signalsOfSpeakers('Patient', 'CBT Therapist')).toContain('speaker:therapist_client');
    expect(signalsOfSpeakers('Patient', 'CBT Therapist')).not.toContain('speaker:doctor_patient');
    expect(signalsOfSpeakers('Patient', 'Doctor')).toContain('speaker:doctor_patient');
  });
});
