import { z } from 'zod';
import { CATEGORIES, type Category, CategorySchema } from './dataset.ts';
import { PRIVACY_LEVEL_MIN, PrivacyLevelSchema } from './deidentification.ts';

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

export interface CategoryLimits {
  quality: number;
  crisis: number;
  consent: boolean;
  anonymised: boolean;
  /** Least fairness by the category's own column, and the largest distance from 1 that its bias column allows. */
  fairness: number;
  bias: number;
  /** Metadata that has to be there; consent and anonymization have rules of their own. */
  required: readonly RequiredField[];
}
export type RequiredField =
  | 'therapeutic_approaches'
  | 'quality_score'
  | 'empathy_indicators'
  | 'therapeutic_quality_score'
  | 'crisis_content_ratio'
  | 'source_type'
  | 'generation_method'
  | 'modalities'
  | 'synchronization_quality';

/** Limits by category: least quality, largest share of crisis records, what is required, fairness. After the seed's table. */
export const CATEGORY_LIMITS: Record<Category, CategoryLimits> = {
  clinical: {
    ...{ quality: 0.8, crisis: 0.3, consent: true, anonymised: true, fairness: 0.8, bias: 0.1 },
    required: ['therapeutic_approaches'],
  },
  conversational: {
    ...{ quality: 0.6, crisis: 0.2, consent: true, anonymised: false, fairness: 0.7, bias: 0.15 },
    required: ['quality_score', 'empathy_indicators'],
  },
  therapeutic: {
    ...{ quality: 0.85, crisis: 0.25, consent: true, anonymised: true, fairness: 0.85, bias: 0.08 },
    required: ['therapeutic_approaches', 'therapeutic_quality_score', 'crisis_content_ratio'],
  },
  synthetic: {
    ...{ quality: 0.7, crisis: 0.15, consent: false, anonymised: false, fairness: 0.75, bias: 0.2 },
    required: ['source_type', 'generation_method'],
  },
  multimodal: {
    ...{ quality: 0.75, crisis: 0.2, consent: true, anonymised: true, fairness: 0.8, bias: 0.12 },
    required: ['modalities', 'synchronization_quality'],
  },
};

/** What each category is, in a sentence. */
const DESCRIPTIONS: Record<Category, string> = {
  clinical: 'Records and talks of care: notes, assessments, plans, crisis work',
  conversational: 'Talk between people: support, counselling, peers, empathy, open chat',
  therapeutic: 'Sessions of a therapy with a method',
  synthetic: 'Written or reworked by a model or a rule',
  multimodal: 'Text with sound, video, several languages or a culture it is about',
};

export const CategoryInfoSchema = z.object({
  category: CategorySchema,
  description: z.string(),
  subcategories: z.array(z.string()),
  privacy_level: PrivacyLevelSchema.describe('The least level its data is de-identified at'),
  required_metadata: z.array(z.string()),
  limits: z.object({
    quality_min: z.number(),
    crisis_ratio_max: z.number(),
    consent_required: z.boolean(),
    anonymization_required: z.boolean(),
    fairness_min: z.number(),
  }),
});
export type CategoryInfo = z.infer<typeof CategoryInfoSchema>;

/** A category with everything that is asked of its data. */
export function categoryInfo(category: Category): CategoryInfo {
  const limits = CATEGORY_LIMITS[category];
  return {
    category,
    description: DESCRIPTIONS[category],
    subcategories: [...SUBCATEGORIES[category]],
    privacy_level: PRIVACY_LEVEL_MIN[category],
    required_metadata: [
      ...(limits.consent ? ['consent_status'] : []),
      ...(limits.anonymised ? ['anonymization_level'] : []),
      ...limits.required,
    ],
    limits: {
      quality_min: limits.quality,
      crisis_ratio_max: limits.crisis,
      consent_required: limits.consent,
      anonymization_required: limits.anonymised,
      // Both columns of the table hold: a least fairness, and a largest distance from 1.
      fairness_min: Math.max(limits.fairness, 1 - limits.bias),
    },
  };
}

export const CATEGORY_INFO = CATEGORIES.map(categoryInfo);
