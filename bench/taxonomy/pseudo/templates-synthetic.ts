import * as make from './content.ts';
import {
  demographics,
  either,
  fixedTalk,
  MODELS,
  madeByModel,
  none,
  oneKind,
  pairs,
  rows,
  type Template,
  talks,
  texts,
} from './template-parts.ts';

export const SYNTHETIC_TEMPLATES: readonly Template[] = [
  { name: 'talks of a model', category: 'synthetic', right: ['ai_generated'], draw: oneKind(madeByModel) },
  { name: 'mixed talks of a model', category: 'synthetic', right: ['ai_generated'], draw: fixedTalk(madeByModel) },
  {
    name: 'pairs of a model',
    category: 'synthetic',
    right: ['ai_generated'],
    draw: pairs(make.seeker, (d) => `${make.modelReply(d)} ${make.modelReply(d)}`, madeByModel),
  },
  {
    name: 'plain replies of a model',
    category: 'synthetic',
    right: ['ai_generated'],
    draw: pairs(
      (d) => (d.chance(0.5) ? make.seeker(d) : (make.smallTalk(d)[0]?.text ?? '')),
      (d) => `${make.modelReply(d)} ${make.modelReply(d)}`,
      either(none, (d) => ({ system: 'You are a helpful assistant.', topic: d.pick(['a', 'b']) })),
    ),
  },
  {
    name: 'persona talks',
    category: 'synthetic',
    right: ['ai_generated'],
    draw: talks(
      make.smallTalk,
      either(
        () => ({ persona_1: 'I bake.', persona_2: 'I run.', generated: true }),
        () => ({
          'user 1 personas': 'I bake.',
          'user 2 personas': 'I run.',
          'Best Generated Conversation': 'see dialogue',
        }),
      ),
      ['transcript', 'named'],
    ),
  },
  {
    name: 'simulated patients',
    category: 'synthetic',
    right: ['ai_generated'],
    draw: talks(
      make.counselling,
      either(
        () => ({ patient_profile: 'male, 30', intake_form: 'x', model: 'gpt-4o', cbt_technique: 'reframing' }),
        (d) => ({ metadata: { user_model: d.pick(MODELS), provider_model: d.pick(MODELS), persona: 'Ray' } }),
      ),
    ),
  },
  { name: 'notes of a model', category: 'synthetic', right: ['ai_generated'], draw: texts(make.note, madeByModel) },
  {
    name: 'augmented pairs of texts',
    category: 'synthetic',
    right: ['data_augmentation'],
    draw: (dice) => {
      const name = dice.pick(['augmented_text', 'paraphrase', 'back_translated', 'perturbed_text']);
      const kind = dice.pick([make.seeker, make.comment, make.story, make.crisisPost]);
      return rows((d, i) => {
        const text = `${kind(d)} ${kind(d)}`;
        return { id: i, original_text: text, [name]: make.varied(d, text), text: make.varied(d, text) };
      })();
    },
  },
  {
    name: 'augmented with method',
    category: 'synthetic',
    right: ['data_augmentation'],
    draw: (dice) => {
      const kind = dice.pick([make.seeker, make.post, make.advice, make.noteProse]);
      return rows((d, i) => ({
        text: make.varied(d, kind(d)),
        [d.pick(['augmentation_type'])]: d.pick(['synonym_replacement', 'random_swap', 'back_translation']),
        source_id: i >> 2,
        label: d.pick(['a', 'b']),
      }))();
    },
  },
  {
    name: 'augmented talks',
    category: 'synthetic',
    right: ['data_augmentation'],
    draw: oneKind(
      either(
        (d, i) => ({ is_augmented: true, parent_id: i >> 1, augmentation_method: d.pick(['eda', 'paraphrase']) }),
        (d, i) => ({ metadata: { augmented: true, technique: d.pick(['synonym', 'swap']), original_id: i >> 1 } }),
      ),
    ),
  },
  {
    name: 'variants without columns',
    category: 'synthetic',
    right: ['data_augmentation'],
    draw: (dice) => {
      const base = Array.from({ length: 6 }, () => `${make.seeker(dice)} ${make.seeker(dice)} ${make.story(dice)}`);
      return (d, i) => [{ id: i, text: make.varied(d, base[i % 6] ?? ''), variant: i >> 3 }];
    },
  },
  {
    name: 'sentence pairs on groups',
    category: 'synthetic',
    right: ['balanced_synthetic'],
    open: ['demographically_balanced'],
    draw: rows((d, i) => {
      const [more, less, group] = make.bias(d);
      return { id: i, sent_more: more, sent_less: less, bias_type: group };
    }),
  },
  {
    name: 'swapped sentences',
    category: 'synthetic',
    right: ['balanced_synthetic'],
    open: ['demographically_balanced'],
    draw: rows((d) => {
      const [a, b, group] = make.bias(d);
      return { sentence: a, counterfactual: b, axis: group, text: a, template: 't3' };
    }),
  },
  {
    name: 'questions on groups',
    category: 'synthetic',
    right: ['balanced_synthetic'],
    open: ['demographically_balanced'],
    draw: rows((d, i) => {
      const [a, b, group] = make.bias(d);
      return {
        example_id: i,
        context: `${a} ${b}`,
        question: 'Who was it?',
        answer: d.pick(['the first', 'the second', 'unknown']),
        stereotyped_groups: [group],
        category: 'Race',
        context_condition: i % 2 === 0 ? 'ambig' : 'disambig',
      };
    }),
  },
  {
    name: 'classes made even',
    category: 'synthetic',
    right: ['balanced_synthetic'],
    open: ['data_augmentation'],
    draw: (dice) => {
      const kind = dice.pick([make.seeker, make.comment, make.post]);
      const column = dice.pick(['is_oversampled', 'resampling_method', 'balanced', 'class_weight']);
      return rows((d, i) => ({
        text: kind(d),
        label: ['anxiety', 'depression', 'stress', 'none'][i % 4],
        [column]: column === 'resampling_method' ? 'smote' : 1,
        source_type: 'synthetic',
      }))();
    },
  },
  {
    name: 'masked texts',
    category: 'synthetic',
    right: ['privacy_preserving'],
    open: ['ai_generated'],
    draw: rows((d, i) => ({
      id: i,
      masked_text: make.identity(d, true),
      text: `${make.identity(d)} ${make.identity(d)}`,
      privacy_mask: '[{"label":"NAME"}]',
    })),
  },
  {
    name: 'made identities',
    category: 'synthetic',
    right: ['privacy_preserving'],
    open: ['ai_generated'],
    draw: texts(
      (d) => make.identity(d),
      either(none, none, (d) => ({ template_id: d.below(9) })),
    ),
  },
  {
    name: 'surrogate notes',
    category: 'synthetic',
    right: ['privacy_preserving'],
    open: ['ai_generated'],
    draw: texts(
      (d) => `${make.identity(d)} ${make.noteProse(d)}`,
      either(
        () => ({ deidentification_method: 'surrogate', source_type: 'synthetic' }),
        () => ({ epsilon: 1.5, mechanism: 'dp', synthetic: true }),
      ),
    ),
  },
  {
    name: 'private talks',
    category: 'synthetic',
    right: ['privacy_preserving'],
    open: ['ai_generated'],
    draw: oneKind(
      either(
        () => ({ epsilon: 2, delta: 0.00001, synthetic: true }),
        () => ({ privacy_method: 'k-anonymity', generation_method: 'differentially private' }),
        () => ({ anonymization_method: 'pseudonymized', surrogate: true, is_synthetic: true }),
      ),
    ),
  },
  {
    name: 'talks even by group',
    category: 'synthetic',
    right: ['demographically_balanced'],
    open: ['ai_generated', 'balanced_synthetic'],
    draw: (dice) => {
      const columns = madeByModel(dice);
      return oneKind(() => (d, i) => ({ ...demographics(d, i), ...columns(d, i) }))(dice);
    },
  },
  {
    name: 'texts even by group',
    category: 'synthetic',
    right: ['demographically_balanced'],
    open: ['ai_generated', 'balanced_synthetic'],
    draw: (dice) => {
      const kind = dice.pick([make.seeker, make.post, make.story]);
      return rows((d, i) => ({ text: kind(d), ...demographics(d, i), stratum: i % 12, source_type: 'synthetic' }))();
    },
  },
  {
    name: 'personas even by group',
    category: 'synthetic',
    right: ['demographically_balanced'],
    open: ['ai_generated', 'balanced_synthetic'],
    draw: pairs(make.seeker, make.modelReply, () => (d, i) => ({
      ...demographics(d, i),
      persona: 'a person',
      quota: 10,
    })),
  },
];
