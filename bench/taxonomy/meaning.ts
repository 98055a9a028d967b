import type { Category } from '../../contracts/dataset.ts';

/**
 * What signals mean, by their names, as strengths of the penalty on their weights. The datasets at hand are few: what a file
 * says of itself may weigh much at once, the form of its talk only where many datasets agree.
 */
const USUAL = 1;
/** Chance makes topics speak for formats: that is held down five times, what they say against them is not. */
const UNRELATED: Hold = { speakingFor: 5, speakingAgainst: 1 };
const SHAPE = 2;
/** What the file says of itself outranks what its texts sound like, so these weights are hardly held down. */
const SAYS_ITSELF = 0.1;
/** Where records come from, and who speaks, says less, but not little. */
const SAYS_WHERE = 0.3;

const OF_CATEGORY: readonly [pattern: RegExp, category: Category][] = [
  [
    /^clinical:|^words:(?:note|diagnosis|symptom|medication|plan|session_note|body|medical|assessment)_words$|^words:crisis/,
    'clinical',
  ],
  [
    /^pattern:(?:note_headings|diagnosis_code|dose|instrument|patient_age|questionnaire|assessment_question)$|^therapy:session$/,
    'clinical',
  ],
  [/^speaker:(?:doctor|crisis|interview)/, 'clinical'],
  [
    /^therapy:|^approach:|^words:(?:therapy|in_session|family)_words$|^speaker:(?:therapist|family|group|three)/,
    'therapeutic',
  ],
  [/^annotation:|^forum:|^support:|^chat:|^pattern:forum|^speaker:(?:seeker|numbered|service)/, 'conversational'],
  [
    /^words:(?:empathy|distress|feelings_shared|advice|(?:counselling|peer|forum|service)_words|small_talk)$/,
    'conversational',
  ],
  [
    /^provenance:|^exam:|answer_choices|^words:(?:machine|prompt|group_names)|^speaker:machine|^shape:system_message$/,
    'synthetic',
  ],
  [
    /^pattern:(?:placeholder|fake|unfilled|machine|augmentation|request|refusal)|^dataset:(?:templated|demographics|labels)/,
    'synthetic',
  ],
  [/^media:|^language:|^culture:|^words:culture|^pattern:(?:media|sounds|gestures|timecode|two)/, 'multimodal'],
  [/^dataset:languages/, 'multimodal'],
];
const OF_ITSELF =
  /^provenance:(?:generated|augmented|counterfactual|balanced|masked|privacy_method|test_suite)$|^media:(?:audio|video|image|clip_times)$|^language:parallel$/;
const OF_PLACE =
  /^forum:|^chat:|^therapy:(?:technique|thoughts|family|group|session)$|^speaker:|^culture:field$|^clinical:/;

const OF_SUBCATEGORY: Readonly<Record<string, RegExp>> = {
  mental_health_records: /^clinical:(?:section|patient)|note_words|note_headings|patient_age/,
  therapy_sessions: /^therapy:session|session_note|in_session/,
  crisis_intervention: /^clinical:risk|^words:crisis|^speaker:crisis/,
  diagnostic_assessments:
    /^clinical:(?:score|diagnosis|code|qa)|diagnosis_words|instrument|questionnaire|assessment_|symptom_words|medical_words|diagnosis_code/,
  treatment_plans: /^clinical:(?:plan|medication|qa)|plan_words|medication_words|medical_words|pattern:dose/,
  empathetic_conversations: /^words:(?:empathy|small_talk)|^annotation:empathy/,
  therapeutic_conversations: /therapy_words|^words:distress|in_session|counselling_words/,
  support_interactions:
    /^speaker:(?:seeker|service)|^support:|service_words|^annotation:(?:strategy|intent)|^words:distress/,
  counseling_sessions: /counselling_words|^words:advice|^forum:qa|^speaker:therapist/,
  peer_support: /peer_words|forum_words|^forum:(?:thread|votes)|forum_style/,
  cognitive_behavioral_therapy: /^approach:cognitive|^therapy:thoughts/,
  dialectical_behavior_therapy: /^approach:dialectical/,
  psychodynamic_therapy: /^approach:psychodynamic/,
  // Beside its own words, what no other method's words claim: who speaks, and how, in any session.
  humanistic_therapy:
    /^approach:(?:humanistic|motivational|cognitive|dialectical|psychodynamic)|^words:(?:empathy|in_session)|^speaker:therapist/,
  family_therapy: /^approach:family|^speaker:family|^therapy:family|family_words/,
  group_therapy: /^approach:group|^speaker:(?:group|three)|^therapy:group/,
  ai_generated:
    /^provenance:(?:generated|sampling|prompt|persona|preference|instruction|test_suite)|^pattern:(?:request|refusal)|^exam:choices|answer_choices|^words:machine|machine_layout|^speaker:machine/,
  data_augmentation: /^provenance:(?:augmented|parent|near_identical)|templated/,
  balanced_synthetic: /^provenance:(?:counterfactual|balanced|test_suite)|labels_even|group_names|^exam:undecided/,
  privacy_preserving: /^provenance:(?:masked|privacy)|placeholder|fake_identity/,
  demographically_balanced: /^dataset:demographics/,
  text_audio: /^media:(?:audio|clip|modality)|sounds_noted/,
  text_video: /^media:(?:video|clip|image)|gestures_noted/,
  multilingual: /^language:|two_scripts|^dataset:(?:languages|not_english)/,
  cultural_context: /^culture:|culture_words/,
};

/** How hard the weight of a signal is held down, 1 being the usual: above zero, and below. */
export interface Hold {
  speakingFor: number;
  speakingAgainst: number;
}
export const both = (hold: number): Hold => ({ speakingFor: hold, speakingAgainst: hold });

/** The hold on a signal for a category. What means another category may speak against this one, but hardly for it. */
export function holdForCategory(signal: string, category: Category): Hold {
  if (signal.startsWith('shape:') && signal !== 'shape:system_message') return both(SHAPE);
  if (!OF_CATEGORY.some(([pattern, meant]) => meant === category && pattern.test(signal))) return UNRELATED;
  if (OF_ITSELF.test(signal)) return both(SAYS_ITSELF);
  if (signal === 'dataset:templated') return both(SHAPE);
  return both(OF_PLACE.test(signal) ? SAYS_WHERE : USUAL);
}

/** The same for a subcategory, among datasets of its category. */
export function holdForSubcategory(signal: string, name: string): Hold {
  if (OF_SUBCATEGORY[name]?.test(signal)) return both(SAYS_WHERE);
  return signal.startsWith('shape:') ? both(SHAPE) : both(USUAL);
}
