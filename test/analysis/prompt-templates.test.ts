import { describe, expect, it } from 'vitest';
import { promptedMessages } from '../../analysis/prompt-templates.ts';
import { createRecordShaper } from '../../analysis/shapes.ts';

const said = (text: string) => promptedMessages(text)?.map(({ role, content }) => `${role}: ${content}`) ?? null;
const TALK = ['user: I cannot sleep.', 'assistant: Since when?'];

describe('a text in the template of a chat model is its conversation', () => {
  it.each([
    ['ChatML', '<|im_start|>user\nI cannot sleep.<|im_end|>\n<|im_start|>assistant\nSince when?<|im_end|>'],
    [
      'Llama 3',
      '<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nI cannot sleep.<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nSince when?<|eot_id|>',
    ],
    ['Llama 2', '<s>[INST] I cannot sleep. [/INST] Since when? </s>'],
    ['Gemma', '<start_of_turn>user\nI cannot sleep.<end_of_turn>\n<start_of_turn>model\nSince when?<end_of_turn>'],
    ['Zephyr', '<|user|>\nI cannot sleep.</s>\n<|assistant|>\nSince when?</s>'],
    ['names in angle brackets', '<HUMAN>: I cannot sleep.\n<ASSISTANT>: Since when?'],
    ['names in headings', '### Human: I cannot sleep.### Assistant: Since when?'],
    ['an instruction', '### Instruction:\nI cannot sleep.\n\n### Response:\nSince when?'],
  ])('%s', (_name, text) => {
    expect(said(text)).toEqual(TALK);
  });

  it('what stands before it, or is given the model, is the system message', () => {
    expect(said('<s>[INST] <<SYS>>\nBe kind.\n<</SYS>>\n\nI cannot sleep. [/INST] Since when? </s>')).toEqual([
      'system: Be kind.',
      ...TALK,
    ]);
    expect(
      said(
        'Below is an instruction that describes a task.\n\n### Instruction:\nAnswer.\n\n### Input:\nWhy?\n\n### Response:\nSo.',
      ),
    ).toEqual(['system: Below is an instruction that describes a task.', 'user: Answer.\nWhy?', 'assistant: So.']);
  });

  it('a prompt that waits for its answer is what the user says', () => {
    expect(said('<|user|>\nI cannot sleep.\n<|assistant|>\n')).toEqual(['user: I cannot sleep.']);
  });

  it('headings and tags of another kind are text', () => {
    expect(said('### Plan: rest\n### Next: walk')).toBeNull();
    expect(said('<b>Note</b>: he said so. <i>user</i> and assistant')).toBeNull();
    expect(said('<|user|> alone')).toBeNull();
  });

  it('is found in the text of a record and in the prompt of a pair', () => {
    const turnsOf = (value: object) => {
      const shaped = createRecordShaper().toRecords(value, { file: 'f', line: 1, index: 0 });
      return 'records' in shaped
        ? shaped.records[0]?.messages.map(({ role, content }) => `${role}: ${content}`)
        : shaped;
    };
    expect(turnsOf({ text: '<HUMAN>: I cannot sleep.\n<ASSISTANT>: Since when?' })).toEqual(TALK);
    expect(turnsOf({ prompt: '<|user|>\nI cannot sleep.\n<|assistant|>\n', completion: 'Since when?' })).toEqual(TALK);
  });
});
