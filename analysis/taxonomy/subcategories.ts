import type { Category } from '../../contracts/dataset.ts';
import type { ConversationRecord } from '../../contracts/records.ts';

/** The 25 built-in subcategories. */
export const SUBCATEGORIES: Readonly<Record<Category, readonly string[]>> = {
  clinical: [
    'mental_health_records',
    'therapy_sessions',
    'crisis_intervention',
    'diagnostic_assessments',
    'treatment_plans',
  ],
  conversational: [
    ...['empathetic_conversations', 'therapeutic_conversations', 'support_interactions', 'counseling_sessions'],
    'peer_support',
  ],
  therapeutic: [
    ...['cognitive_behavioral_therapy', 'dialectical_behavior_therapy', 'psychodynamic_therapy', 'humanistic_therapy'],
    ...['family_therapy', 'group_therapy'],
  ],
  synthetic: [
    'ai_generated',
    'data_augmentation',
    'balanced_synthetic',
    'privacy_preserving',
    'demographically_balanced',
  ],
  multimodal: ['text_audio', 'text_video', 'multilingual', 'cultural_context'],
};

/** A subcategory that a plugin adds: shown by a dataset of the category when enough of its records show it. */
export interface AddedSubcategory {
  readonly name: string;
  readonly category: Category;
  /** Least share of the sampled records that shows it, 0 to 1. */
  readonly shareMin: number;
  shows(record: ConversationRecord): boolean;
}
