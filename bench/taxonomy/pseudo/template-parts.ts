import type { Category } from '../../../contracts/dataset.ts';
import * as make from './content.ts';
import { type Dice, PAIR_LAYOUTS, type Row, TALK_LAYOUTS, TEXT_LAYOUTS, type Turn } from './layouts.ts';

/** How one kind of dataset is made: drawn once per dataset (layout, columns), then per row. */
export interface Template {
  name: string;
  category: Category | null;
  right: readonly string[];
  open?: readonly string[];
  draw(dice: Dice): (dice: Dice, index: number) => Row[];
}

export type Columns = (dice: Dice, index: number) => Row;
export const none: Columns = () => ({});
export const either =
  (...columns: Columns[]) =>
  (dice: Dice) =>
    dice.pick(columns);

export const talks =
  (talk: (dice: Dice) => Turn[], columns: (dice: Dice) => Columns = () => none, only?: readonly string[]) =>
  (dice: Dice) => {
    const layout = TALK_LAYOUTS[dice.pick(only ?? Object.keys(TALK_LAYOUTS))];
    const more = columns(dice);
    return (row: Dice, i: number): Row[] => {
      const extra = more(row, i);
      return (layout?.(talk(row), row, i) ?? []).map((made) => ({ ...made, ...extra }));
    };
  };
export const pairs =
  (ask: (dice: Dice) => string, answer: (dice: Dice) => string, columns: (dice: Dice) => Columns = () => none) =>
  (dice: Dice) => {
    const layout = dice.pick(PAIR_LAYOUTS);
    const more = columns(dice);
    return (row: Dice, i: number): Row[] => [{ ...layout(ask(row), answer(row)), ...more(row, i) }];
  };
export const texts =
  (text: (dice: Dice) => string, columns: (dice: Dice) => Columns = () => none) =>
  (dice: Dice) => {
    const layout = dice.pick(TEXT_LAYOUTS);
    const more = columns(dice);
    return (row: Dice, i: number): Row[] => [{ ...layout(text(row)), ...more(row, i) }];
  };
export const rows =
  (draw: (dice: Dice, index: number) => Row) =>
  () =>
  (dice: Dice, i: number): Row[] => [draw(dice, i)];

/** Each row by the draw that this dataset got. */
export const oneOf =
  (...draws: ((dice: Dice, index: number) => Row)[]) =>
  (dice: Dice) => {
    const draw = dice.pick(draws);
    return (row: Dice, i: number): Row[] => [draw(row, i)];
  };
export const MODELS = [
  'gpt-4',
  'gpt-3.5-turbo',
  'claude-2',
  'llama-3-70b-instruct',
  'mistral-7b',
  'qwen2',
  'gemini-pro',
] as const;
export const madeByModel = either(
  (dice) => ({ model: dice.pick(MODELS) }),
  () => ({ generated_by: 'gpt-4o', temperature: 0.7 }),
  (dice) => ({ metadata: { source_type: 'synthetic', generation_method: 'llm_simulation', model: dice.pick(MODELS) } }),
  () => ({ is_synthetic: true }),
  (dice, i) => ({ generation_prompt: 'Write a dialogue.', seed_id: i, llm: dice.pick(MODELS) }),
  () => ({ source: 'llm_generated' }),
  (dice) => ({ user_persona: 'likes tea', agent_persona: 'plays chess', generator_model: dice.pick(MODELS) }),
  (dice) => ({ teacher_model: dice.pick(MODELS), prompt_template: 'v2' }),
  () => ({ type: 'AI-generated' }),
  (dice) => ({ synthetic_dialogue: 1, finish_reason: 'stop', model_name: dice.pick(MODELS) }),
);
export const audio = either(
  (_dice, i) => ({ audio_path: `clips/${i}.wav`, sampling_rate: 16000 }),
  (_dice, i) => ({ audio: { path: `a${i}.flac`, array: [0.1] }, duration: 3.2 }),
  (_dice, i) => ({ wav_file: `s${i}.wav`, mfcc_mean: 0.2, pitch: 120 }),
  (_dice, i) => ({ file: `rec_${i}.mp3`, asr_confidence: 0.91 }),
  (_dice, i) => ({ start_time: i, end_time: i + 3.1, audio_id: `r${i}`, speech_rate: 3 }),
);
export const video = either(
  (_dice, i) => ({ video_id: `dia${i}_utt0`, clip: `dia${i}.mp4` }),
  (_dice, i) => ({ StartTime: `00:0${i % 9}:10,200`, EndTime: `00:0${i % 9}:12,900`, Season: 2, Episode: 5 }),
  (_dice, i) => ({ video_path: `v/${i}.mp4`, openface_au12: 0.4, gaze_x: 0.1 }),
  (_dice, i) => ({ frames: `f${i}`, facial_features: 'feat', fps: 25 }),
  (_dice, i) => ({ video: `${i}.webm`, start: i, end: i + 4, visual: 'smile' }),
);
export const emotionLabels = either(
  (dice) => ({ emotion: dice.pick(['joy', 'sadness', 'anger', 'fear', 'neutral']) }),
  (dice) => ({ emotion_label: dice.pick(['proud', 'guilty', 'lonely', 'excited']), empathy_score: dice.below(5) }),
  (dice) => ({ labels: [dice.pick(['caring', 'gratitude', 'annoyance'])] }),
  none,
);
export const session = either(
  (_dice, i) => ({ session_id: i, therapist_id: i % 4 }),
  (_dice, i) => ({ session_number: i % 12 }),
  none,
  none,
  (dice) => ({ topic: dice.pick(['anxiety', 'grief', 'work']) }),
);
export const technique = (...names: string[]) =>
  either(
    (dice) => ({ technique: dice.pick(names) }),
    (dice) => ({ therapy_type: dice.pick(names) }),
    none,
    none,
    (_dice, i) => ({ session: i }),
  );
export const demographics = (dice: Dice, i: number): Row => ({
  gender: ['female', 'male', 'nonbinary'][i % 3],
  ethnicity: ['white', 'black', 'asian', 'hispanic'][(i + dice.below(1)) % 4],
  age_group: ['18-29', '30-49', '50+'][(i >> 1) % 3],
});
export const noised = (text: (dice: Dice) => string, share: number) => (dice: Dice) =>
  dice.chance(share) ? make.foreign(dice) : text(dice);

export const anyTalk = (dice: Dice) =>
  dice.pick([
    make.smallTalk,
    make.supportive,
    make.support,
    make.counselling,
    make.empathic,
    make.doctor,
    (d: Dice) => make.school(d, 'cognitive_behavioral_therapy'),
    make.crisis,
    make.therapyZh,
  ])(dice);
export const fixedTalk = (columns: (dice: Dice) => Columns, only?: readonly string[]) => (dice: Dice) =>
  talks(anyTalk, columns, only)(dice);
export const oneKind = (columns: (dice: Dice) => Columns) => (dice: Dice) => {
  const kind = dice.pick([
    make.smallTalk,
    make.supportive,
    make.support,
    make.counselling,
    make.doctor,
    make.crisis,
    make.therapyZh,
    (d: Dice) => make.school(d, 'cognitive_behavioral_therapy'),
    make.empathic,
  ]);
  return talks(kind, columns)(dice);
};
