import { describe, expect, it } from 'vitest';
import { knownRole } from '../../analysis/roles.ts';
import { findStructure } from '../../analysis/structure.ts';
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

describe('questions of tests and questionnaires', () => {
  const of = (content: string, tags: string[] = []) => signalsOf(makeRecord(0, { text: content, tags }));

  it('answers to choose from are told by two letters, and not by an initial or by speakers', () => {
    expect(of('Which one? (A) The first. (B) The second.')).toContain('pattern:answer_choices');
    expect(of('Which one?\nA. The first\nB. The second')).toContain('pattern:answer_choices');
    expect(of('I met John A. Smith there.')).not.toContain('pattern:answer_choices');
    expect(of('A: hello\nB: hello\nA: and you?')).not.toContain('pattern:answer_choices');
  });

  it('how often, on a scale', () => {
    expect(of('How often have you been bothered by this? Several days, nearly every day.')).toContain(
      'pattern:questionnaire',
    );
    expect(of('Never. Rarely. Sometimes. Always.')).toContain('pattern:questionnaire');
    expect(of('How often do you go to the sea?')).not.toContain('pattern:questionnaire');
  });

  it('fields say which answers there are, and that one of them leaves it open', () => {
    const structure = (record: Record<string, unknown>) => findStructure(record);
    expect(structure({ question: 'Who?', ans0: 'The man', ans1: "Can't be determined" })).toEqual(
      expect.arrayContaining(['exam:choices', 'exam:undecided']),
    );
    expect(structure({ options: 'A. Cannot answer\nB. The man' })).toContain('exam:undecided');
    expect(structure({ options: ['The man', 'Nobody knows him'] })).not.toContain('exam:undecided');
    expect(structure({ source_dataset: 'phq9' })).toContain('clinical:score');
    expect(structure({ source: 'phqs of 2019' })).not.toContain('clinical:score');
  });

  it('when a file was written is not what made it', () => {
    expect(findStructure({ generated_at: '2024-01-01' })).toEqual([]);
    expect(findStructure({ generated_reply_text: 'Hello.' })).toContain('provenance:generated');
  });

  it('what a common word says only beside another field is not read from the word alone', () => {
    expect(findStructure({ prompt: 'How do I kill a process?', focus: 'kill', note: 'violence' })).toEqual([]);
    expect(findStructure({ question: 'What is it?', focus: 'Insomnia', qtype: 'x' })).toContain('clinical:qa');
    expect(findStructure({ situation: 'At a fair.', utterance: 'Hi.' })).not.toContain('therapy:technique');
    expect(findStructure({ situation: 'At a fair.', thought: 'All stare.' })).toContain('therapy:technique');
    expect(findStructure({ text: 'a', family: 'llama', group: 'b', parent: 'c1' })).toEqual([]);
    expect(findStructure({ test_case: 'a', functionality: 'negation' })).toContain('provenance:test_suite');
    expect(findStructure({ instruction: 'a', output: 'b' })).toContain('provenance:instruction');
  });

  it('a field of a school of therapy is read by its value, and the columns of a thought record are told from it', () => {
    expect(findStructure({ text: 'a', psychotherapy: 'Dialectical Behavior Therapy' })).toEqual(
      expect.arrayContaining(['therapy:technique', 'approach:dialectical_behavior']),
    );
    expect(findStructure({ text: 'a', therapy_type: 'psychoanalytic' })).toContain('approach:psychodynamic');
    for (const approach of ['bottom-up', 'decoupled', 'tip', 'act now', 'whole family of models'])
      expect(findStructure({ text: 'a', approach })).toEqual([]);
    expect(findStructure({ text: 'a', approach: 'Family Systems' })).toContain('approach:family_systems');
    expect(findStructure({ text: 'a', topic: 'CBT' })).not.toContain('approach:cognitive_behavioral');
    expect(findStructure({ text: 'a', distortion: 'labelling', reframe: 'b' })).toContain('therapy:thoughts');
  });

  it('finds questions that assess, in plain words and in other languages', () => {
    for (const content of ['And how long has it been like that?', 'Wie schlafen Sie?', '这种情况持续多久了？'])
      expect(talk({ role: 'user', content })).toContain('words:assessment_words');
  });

  it('finds words of languages that join particles to them', () => {
    const found = talk({ role: 'user', content: '병원에서 두통약을 처방받았어요. 요즘 너무 힘들어요.' });
    for (const signal of ['words:medical_words', 'words:symptom_words', 'words:distress'])
      expect(found).toContain(signal);
  });

  it('tells a request from a statement, and a refusal', () => {
    const of = (content: string) => talk({ role: 'user', content });
    expect(of('Write a poem about rain.')).toContain('pattern:request');
    expect(of('I write poems about rain.')).not.toContain('pattern:request');
    expect(of("I'm sorry, but I can't help with that.")).toContain('pattern:refusal');
    expect(of("I'm sorry that I was late.")).not.toContain('pattern:refusal');
  });
});
