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

type Columns = (dice: Dice, index: number) => Row;
const none: Columns = () => ({});
const either =
  (...columns: Columns[]) =>
  (dice: Dice) =>
    dice.pick(columns);

const talks =
  (talk: (dice: Dice) => Turn[], columns: (dice: Dice) => Columns = () => none, only?: readonly string[]) =>
  (dice: Dice) => {
    const layout = TALK_LAYOUTS[dice.pick(only ?? Object.keys(TALK_LAYOUTS))];
    const more = columns(dice);
    return (row: Dice, i: number): Row[] => {
      const extra = more(row, i);
      return (layout?.(talk(row), row, i) ?? []).map((made) => ({ ...made, ...extra }));
    };
  };
const pairs =
  (ask: (dice: Dice) => string, answer: (dice: Dice) => string, columns: (dice: Dice) => Columns = () => none) =>
  (dice: Dice) => {
    const layout = dice.pick(PAIR_LAYOUTS);
    const more = columns(dice);
    return (row: Dice, i: number): Row[] => [{ ...layout(ask(row), answer(row)), ...more(row, i) }];
  };
const texts =
  (text: (dice: Dice) => string, columns: (dice: Dice) => Columns = () => none) =>
  (dice: Dice) => {
    const layout = dice.pick(TEXT_LAYOUTS);
    const more = columns(dice);
    return (row: Dice, i: number): Row[] => [{ ...layout(text(row)), ...more(row, i) }];
  };
const rows =
  (draw: (dice: Dice, index: number) => Row) =>
  () =>
  (dice: Dice, i: number): Row[] => [draw(dice, i)];

const MODELS = [
  'gpt-4',
  'gpt-3.5-turbo',
  'claude-2',
  'llama-3-70b-instruct',
  'mistral-7b',
  'qwen2',
  'gemini-pro',
] as const;
const madeByModel = either(
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
const audio = either(
  (_dice, i) => ({ audio_path: `clips/${i}.wav`, sampling_rate: 16000 }),
  (_dice, i) => ({ audio: { path: `a${i}.flac`, array: [0.1] }, duration: 3.2 }),
  (_dice, i) => ({ wav_file: `s${i}.wav`, mfcc_mean: 0.2, pitch: 120 }),
  (_dice, i) => ({ file: `rec_${i}.mp3`, asr_confidence: 0.91 }),
  (_dice, i) => ({ start_time: i, end_time: i + 3.1, audio_id: `r${i}`, speech_rate: 3 }),
);
const video = either(
  (_dice, i) => ({ video_id: `dia${i}_utt0`, clip: `dia${i}.mp4` }),
  (_dice, i) => ({ StartTime: `00:0${i % 9}:10,200`, EndTime: `00:0${i % 9}:12,900`, Season: 2, Episode: 5 }),
  (_dice, i) => ({ video_path: `v/${i}.mp4`, openface_au12: 0.4, gaze_x: 0.1 }),
  (_dice, i) => ({ frames: `f${i}`, facial_features: 'feat', fps: 25 }),
  (_dice, i) => ({ video: `${i}.webm`, start: i, end: i + 4, visual: 'smile' }),
);
const emotionLabels = either(
  (dice) => ({ emotion: dice.pick(['joy', 'sadness', 'anger', 'fear', 'neutral']) }),
  (dice) => ({ emotion_label: dice.pick(['proud', 'guilty', 'lonely', 'excited']), empathy_score: dice.below(5) }),
  (dice) => ({ labels: [dice.pick(['caring', 'gratitude', 'annoyance'])] }),
  none,
);
const session = either(
  (_dice, i) => ({ session_id: i, therapist_id: i % 4 }),
  (_dice, i) => ({ session_number: i % 12 }),
  none,
  none,
  (dice) => ({ topic: dice.pick(['anxiety', 'grief', 'work']) }),
);
const technique = (...names: string[]) =>
  either(
    (dice) => ({ technique: dice.pick(names) }),
    (dice) => ({ therapy_type: dice.pick(names) }),
    none,
    none,
    (_dice, i) => ({ session: i }),
  );
const demographics = (dice: Dice, i: number): Row => ({
  gender: ['female', 'male', 'nonbinary'][i % 3],
  ethnicity: ['white', 'black', 'asian', 'hispanic'][(i + dice.below(1)) % 4],
  age_group: ['18-29', '30-49', '50+'][(i >> 1) % 3],
});
const noised = (text: (dice: Dice) => string, share: number) => (dice: Dice) =>
  dice.chance(share) ? make.foreign(dice) : text(dice);

const CLINICAL: readonly Template[] = [
  {
    name: 'notes with headings',
    category: 'clinical',
    right: ['mental_health_records'],
    open: ['diagnostic_assessments', 'treatment_plans'],
    draw: texts(
      make.note,
      either(
        (_d, i) => ({ patient_id: `P${i}`, note_type: 'psychiatry' }),
        (_d, i) => ({ subject_id: i, hadm_id: i * 7 }),
        none,
      ),
    ),
  },
  {
    name: 'notes in columns',
    category: 'clinical',
    right: ['mental_health_records'],
    open: ['diagnostic_assessments', 'treatment_plans'],
    draw: rows((d, i) => ({
      mrn: i,
      chief_complaint: 'low mood',
      clinical_note: make.noteProse(d),
      text: make.noteProse(d),
      diagnosis: d.pick(['MDD', 'GAD', 'PTSD']),
      medications: 'sertraline 50 mg',
    })),
  },
  {
    name: 'discharge summaries',
    category: 'clinical',
    right: ['mental_health_records'],
    open: ['treatment_plans', 'diagnostic_assessments'],
    draw: texts(
      (d) => `${make.noteProse(d)} ${make.plan(d)}`,
      either((_d, i) => ({ admission_id: i, icd_code: 'F33.1' }), none),
    ),
  },
  {
    name: 'doctor and patient',
    category: 'clinical',
    right: ['diagnostic_assessments', 'mental_health_records'],
    open: ['treatment_plans'],
    draw: talks(
      make.doctor,
      either(
        none,
        (d) => ({ section_header: d.pick(['GENHX', 'MEDICATIONS', 'ASSESSMENT']), section_text: make.noteProse(d) }),
        (d) => ({ note: make.note(d) }),
        (_d, i) => ({ encounter_id: i }),
      ),
    ),
  },
  {
    name: 'patient asks doctor',
    category: 'clinical',
    right: ['diagnostic_assessments', 'treatment_plans'],
    open: ['mental_health_records'],
    draw: pairs(
      (d) =>
        `${make.reference(d)[0]} I am ${20 + d.below(50)} years old and take ${d.pick(['metformin', 'sertraline'])}.`,
      (d) => `${make.reference(d)[1]} ${make.plan(d)}`,
      either(none, (d) => ({ specialty: d.pick(['psychiatry', 'family medicine']) })),
    ),
  },
  {
    name: 'records with labels',
    category: 'clinical',
    right: ['mental_health_records'],
    open: ['diagnostic_assessments', 'treatment_plans'],
    draw: texts(
      make.noteProse,
      either(
        (d) => ({ label: d.pick(['depression', 'bipolar', 'schizophrenia']), patient_age: 30, visit_number: 2 }),
        (d) => ({ diagnosis: d.pick(['F32.1', 'F41.1']), ward: 'B' }),
      ),
    ),
  },
  {
    name: 'session notes',
    category: 'clinical',
    right: ['therapy_sessions'],
    open: ['mental_health_records', 'treatment_plans'],
    draw: texts(
      make.sessionNote,
      either(
        (_d, i) => ({ session_number: i % 14, client_id: `C${i}` }),
        (_d, i) => ({ session_id: i, clinician_id: 3, diagnosis: 'F41.1' }),
        none,
      ),
    ),
  },
  {
    name: 'session transcripts of patients',
    category: 'clinical',
    right: ['therapy_sessions'],
    open: ['mental_health_records'],
    draw: talks(
      (d) => make.counselling(d, ['Patient', 'Clinician']),
      either(
        (d, i) => ({ patient_id: i, session_number: i % 9, diagnosis: d.pick(['MDD', 'GAD', 'PTSD']) }),
        (_d, i) => ({ encounter_id: i, session_date: '2019-02-01', phq9_total: 14 }),
      ),
    ),
  },
  {
    name: 'session notes SOAP',
    category: 'clinical',
    right: ['therapy_sessions'],
    open: ['mental_health_records', 'treatment_plans'],
    draw: texts(
      (d) => `S: ${make.sessionNote(d)}\nO: mood congruent.\nA: ${make.sessionNote(d)}\nP: next session in a week.`,
      either((_d, i) => ({ note_id: i, note_type: 'progress' }), none),
    ),
  },
  {
    name: 'session summaries in pairs',
    category: 'clinical',
    right: ['therapy_sessions'],
    open: ['mental_health_records', 'treatment_plans'],
    draw: rows((d, i) => ({
      id: i,
      transcript: make
        .counselling(d)
        .map(({ who, text }) => `${who}: ${text}`)
        .join('\n'),
      progress_note: make.sessionNote(d),
      diagnosis: 'MDD',
    })),
  },
  {
    name: 'crisis line talks',
    category: 'clinical',
    right: ['crisis_intervention'],
    draw: talks(
      make.crisis,
      either(
        (d) => ({ risk_level: d.pick(['low', 'high', 'imminent']) }),
        (d, i) => ({ call_id: i, call_type: 'suicide', disposition: d.pick(['dispatch', 'referred']) }),
        none,
      ),
    ),
  },
  {
    name: 'posts by risk',
    category: 'clinical',
    right: ['crisis_intervention'],
    draw: texts(
      make.crisisPost,
      either(
        (d) => ({ class: d.pick(['suicide', 'non-suicide']) }),
        (d) => ({ label: d.pick(['Suicide ideation', 'Suicide attempt', 'Supportive']) }),
        (d) => ({ risk_level: d.pick(['0', '1', '2', '3']), subreddit: 'SuicideWatch' }),
      ),
    ),
  },
  {
    name: 'crisis texts and answers',
    category: 'clinical',
    right: ['crisis_intervention'],
    draw: pairs(
      make.crisisPost,
      (d) => make.crisis(d)[1]?.text ?? '',
      either(none, () => ({ urgency: 'high', safety_plan: 'yes' })),
    ),
  },
  {
    name: 'safety plans',
    category: 'clinical',
    right: ['crisis_intervention'],
    open: ['treatment_plans'],
    draw: texts(
      (d) =>
        `Safety plan after suicidal crisis. Warning signs: ${make.seeker(d)} Lethal means removed. Call 988 or the crisis line. ${make.crisis(d)[1]?.text}`,
      either((_d, i) => ({ case_id: i, lethality: 2 }), none),
    ),
  },
  {
    name: 'assessments',
    category: 'clinical',
    right: ['diagnostic_assessments'],
    open: ['mental_health_records'],
    draw: texts(
      make.assessment,
      either(
        (d) => ({ phq9_total: d.below(27), gad7_total: d.below(21) }),
        (d) => ({ instrument: 'PHQ-9', total_score: d.below(27), severity: 'mild' }),
        (d) => ({ diagnosis: d.pick(['ADHD', 'PTSD', 'none']) }),
        none,
      ),
    ),
  },
  {
    name: 'questionnaire answers',
    category: 'clinical',
    right: ['diagnostic_assessments'],
    draw: rows((d, i) => ({
      subject_id: i,
      text: make.seeker(d),
      item_1: d.below(4),
      item_2: d.below(4),
      phq9: d.below(27),
      diagnosis: d.pick(['yes', 'no']),
    })),
  },
  {
    name: 'diagnostic interviews',
    category: 'clinical',
    right: ['diagnostic_assessments'],
    open: ['mental_health_records'],
    draw: talks(
      (d) =>
        make.doctor(d).map(({ who, text }) => ({
          who: who.toLowerCase().startsWith('d') ? 'Interviewer' : 'Participant',
          text: `${text} ${d.chance(0.4) ? make.assessment(d) : ''}`,
        })),
      either(
        (d) => ({ PHQ8_Score: d.below(24), PHQ8_Binary: d.below(2) }),
        () => ({ diagnostic_code: 'F32.0' }),
      ),
    ),
  },
  {
    name: 'symptoms and diagnosis',
    category: 'clinical',
    right: ['diagnostic_assessments'],
    open: ['treatment_plans', 'mental_health_records'],
    draw: rows((d) => ({
      symptoms: make.seeker(d),
      text: `${make.seeker(d)} ${make.assessment(d)}`,
      diagnosis: d.pick(['panic disorder', 'OCD']),
      dsm_criteria: 'A-D',
    })),
  },
  {
    name: 'statements by disorder',
    category: 'clinical',
    right: ['diagnostic_assessments'],
    open: ['mental_health_records', 'crisis_intervention'],
    draw: rows((d) => ({ statement: make.seeker(d), status: d.pick(['Depression', 'Anxiety', 'Bipolar', 'Normal']) })),
  },
  {
    name: 'treatment plans',
    category: 'clinical',
    right: ['treatment_plans'],
    open: ['mental_health_records'],
    draw: texts(
      make.plan,
      either(
        (_d, i) => ({ plan_id: i, goals: 'sleep', interventions: 'CBT', target_date: '2020-06-01' }),
        none,
        () => ({ treatment_plan: 'weekly', diagnosis: 'F33.1' }),
      ),
    ),
  },
  {
    name: 'plans from cases',
    category: 'clinical',
    right: ['treatment_plans'],
    open: ['mental_health_records', 'diagnostic_assessments'],
    draw: pairs(
      (d) => `Case: ${make.noteProse(d)}`,
      make.plan,
      either(none, () => ({ medication: 'lithium', dosage: '300 mg' })),
    ),
  },
  {
    name: 'reference answers',
    category: 'clinical',
    right: ['treatment_plans', 'diagnostic_assessments'],
    draw: pairs(
      (d) => make.reference(d)[0],
      (d) => make.reference(d)[1],
      either(
        none,
        (d) => ({
          focus: d.pick(['Depression', 'PTSD']),
          question_type: d.pick(['treatment', 'symptoms', 'diagnosis']),
        }),
        () => ({ umls_cui: 'C0011570' }),
      ),
    ),
  },
  {
    name: 'drug reviews',
    category: 'clinical',
    right: ['treatment_plans'],
    open: ['mental_health_records', 'diagnostic_assessments'],
    draw: rows((d, i) => ({
      drugName: d.pick(['Sertraline', 'Bupropion']),
      condition: d.pick(['Depression', 'Anxiety']),
      review: 'see text',
      text: `I take ${d.pick(['50', '100'])} mg of sertraline for depression. Side effects: nausea. ${make.seeker(d)}`,
      rating: i % 10,
    })),
  },
];

const CONVERSATIONAL: readonly Template[] = [
  {
    name: 'empathetic dialogues',
    category: 'conversational',
    right: ['empathetic_conversations'],
    draw: talks(make.empathic, (d) =>
      d.chance(0.5)
        ? emotionLabels(d)
        : either((row) => ({ context: row.pick(['proud', 'afraid', 'lonely']), prompt: make.story(row) }))(d),
    ),
  },
  {
    name: 'empathetic pairs',
    category: 'conversational',
    right: ['empathetic_conversations'],
    open: ['support_interactions', 'peer_support'],
    draw: pairs(make.story, (d) => make.empathic(d)[1]?.text ?? '', emotionLabels),
  },
  {
    name: 'rated empathy',
    category: 'conversational',
    right: ['empathetic_conversations', 'peer_support'],
    draw: rows((d, i) => ({
      sp_id: i,
      rp_id: i * 2,
      seeker_post: make.post(d),
      response_post: make.peerReply(d),
      text: `${make.post(d)}\n${make.empathic(d)[1]?.text}`,
      level: d.below(3),
      rationales: 'x',
    })),
  },
  {
    name: 'emotion comments',
    category: 'conversational',
    right: ['empathetic_conversations', 'peer_support'],
    open: ['support_interactions'],
    draw: texts(
      make.comment,
      either(
        (d) => ({ labels: [d.pick(['caring', 'joy', 'sadness'])] }),
        (d) => ({ emotion: d.pick(['joy', 'anger', 'fear']) }),
      ),
    ),
  },
  {
    name: 'emotional support',
    category: 'conversational',
    right: ['support_interactions', 'empathetic_conversations'],
    open: ['peer_support', 'therapeutic_conversations'],
    draw: talks(
      make.support,
      either(
        (d) => ({
          emotion_type: d.pick(['anxiety', 'sadness']),
          problem_type: d.pick(['job crisis', 'breakup']),
          experience_type: 'Current',
          situation: make.seeker(d),
        }),
        none,
        (d) => ({ strategy: d.pick(['Question', 'Reflection']) }),
      ),
    ),
  },
  {
    name: 'service chats',
    category: 'conversational',
    right: ['support_interactions'],
    draw: talks(
      make.service,
      either(
        (_d, i) => ({ ticket_id: i, channel: 'chat' }),
        none,
        (d) => ({ intent: d.pick(['login', 'refund']) }),
      ),
    ),
  },
  {
    name: 'service pairs',
    category: 'conversational',
    right: ['support_interactions'],
    draw: pairs(
      (d) => make.service(d)[0]?.text ?? '',
      (d) => make.service(d)[1]?.text ?? '',
      either(none, (d) => ({ category: d.pick(['ACCOUNT', 'APPOINTMENT']), intent: 'help' })),
    ),
  },
  {
    name: 'replies judged for safety',
    category: 'conversational',
    right: ['support_interactions'],
    open: ['empathetic_conversations', 'peer_support'],
    draw: rows((d) => ({
      context: d.chance(0.5) ? make.seeker(d) : make.smallTalk(d)[0]?.text,
      response: d.pick([make.comment(d), make.peerReply(d), make.advice(d).slice(0, 90)]),
      category: d.pick(['Offending User', 'Risk Ignorance']),
      label: d.pick(['Safe', 'Unsafe']),
    })),
  },
  {
    name: 'supportive chats',
    category: 'conversational',
    right: ['therapeutic_conversations'],
    open: ['empathetic_conversations', 'support_interactions', 'counseling_sessions'],
    draw: talks(
      make.supportive,
      either(none, (d) => ({ topic: d.pick(['stress', 'sleep']) })),
      ['messages', 'sharegpt', 'transcript', 'named'],
    ),
  },
  {
    name: 'supportive pairs',
    category: 'conversational',
    right: ['therapeutic_conversations'],
    open: ['empathetic_conversations', 'counseling_sessions', 'support_interactions'],
    draw: pairs(
      make.seeker,
      (d) =>
        `${make.empathic(d)[1]?.text} ${make.counselling(d)[1]?.text} ${d.chance(0.5) ? make.advice(d).slice(0, 160) : ''}`,
    ),
  },
  {
    name: 'advice of counsellors',
    category: 'conversational',
    right: ['counseling_sessions', 'therapeutic_conversations'],
    open: ['support_interactions', 'empathetic_conversations'],
    draw: pairs(
      make.post,
      make.advice,
      either(
        none,
        (d) => ({ topic: d.pick(['depression', 'marriage', 'anxiety']) }),
        (_d, i) => ({ therapistInfo: 'LCSW', upvotes: i % 5, views: i * 3 }),
      ),
    ),
  },
  {
    name: 'counselling answers with titles',
    category: 'conversational',
    right: ['counseling_sessions', 'therapeutic_conversations'],
    open: ['support_interactions', 'empathetic_conversations'],
    draw: rows((d, i) => ({
      questionID: i,
      questionTitle: make.seeker(d),
      questionText: make.post(d),
      answerText: make.advice(d),
      topic: d.pick(['trauma', 'parenting']),
      views: i,
    })),
  },
  {
    name: 'counselling chats',
    category: 'conversational',
    right: ['counseling_sessions', 'therapeutic_conversations'],
    open: ['support_interactions', 'empathetic_conversations'],
    draw: talks(
      (d) =>
        make
          .counselling(d, ['user', 'counselor'])
          .map((turn, i) => (i % 2 === 1 && d.chance(0.5) ? { ...turn, text: make.advice(d) } : turn)),
      none2(),
    ),
  },
  {
    name: 'peer threads',
    category: 'conversational',
    right: ['peer_support'],
    open: ['support_interactions', 'empathetic_conversations'],
    draw: pairs(
      make.post,
      make.peerReply,
      either(
        (_d, i) => ({ subreddit: 'anxiety', score: i, num_comments: 4 }),
        none,
        (_d, i) => ({ thread_id: i, author: `u${i}` }),
      ),
    ),
  },
  {
    name: 'peer posts',
    category: 'conversational',
    right: ['peer_support'],
    open: ['support_interactions', 'empathetic_conversations'],
    draw: texts(
      make.post,
      either(
        (d, i) => ({ subreddit: d.pick(['depression', 'stress', 'relationships']), post_id: i, upvotes: i % 50 }),
        none,
        (_d, i) => ({ author: `user${i}`, permalink: `/r/x/${i}`, created_utc: i }),
      ),
    ),
  },
  {
    name: 'peer talks',
    category: 'conversational',
    right: ['peer_support'],
    open: ['support_interactions', 'empathetic_conversations'],
    draw: talks((d) =>
      Array.from({ length: 3 + d.below(5) }, (_x, i) => ({
        who: i % 2 === 0 ? 'member_a' : 'member_b',
        text: i % 2 === 0 ? make.seeker(d) : make.peerReply(d),
      })),
    ),
  },
  {
    name: 'everyday chat',
    category: 'conversational',
    right: [],
    draw: talks(make.smallTalk, (d) => (d.chance(0.4) ? emotionLabels(d) : none)),
  },
  {
    name: 'everyday chat about facts',
    category: 'conversational',
    right: [],
    draw: talks(
      make.smallTalk,
      either(
        (_d, i) => ({ article_url: `https://example.org/${i}`, conversation_rating: 'Good', knowledge: 'FS1' }),
        (_d, i) => ({ personality: ['I like tea.'], wiki_page: `p${i}` }),
      ),
    ),
  },
  {
    name: 'everyday utterances',
    category: 'conversational',
    right: [],
    draw: texts(
      (d) => make.smallTalk(d)[d.below(2)]?.text ?? '',
      either(
        none,
        (_d, i) => ({ turn_id: i % 6 }),
        (d) => ({ dialog_act: d.pick(['inform', 'question']) }),
      ),
    ),
  },
  {
    name: 'feelings as utterances',
    category: 'conversational',
    right: ['empathetic_conversations'],
    draw: texts(
      (d) => (d.chance(0.5) ? make.story(d) : (make.empathic(d)[1]?.text ?? '')),
      either(none, (d, i) => ({ conv_id: i >> 2, utterance_idx: i % 4, context: d.pick(['proud', 'afraid']) })),
    ),
  },
  {
    name: 'everyday pairs',
    category: 'conversational',
    right: [],
    draw: pairs(
      (d) => make.smallTalk(d)[0]?.text ?? '',
      (d) => make.smallTalk(d)[1]?.text ?? '',
    ),
  },
  {
    name: 'support in another language',
    category: 'conversational',
    right: ['empathetic_conversations'],
    open: ['support_interactions', 'therapeutic_conversations', 'counseling_sessions', 'peer_support'],
    draw: (dice) => {
      const language = dice.pick(['es', 'fr', 'de', 'zh', 'ja', 'pt', 'hi', 'ar', 'ko', 'ru']);
      return talks((d) => make.foreignTongue(d, language))(dice);
    },
  },
];

function none2() {
  return either(none, (d: Dice) => ({ topic: d.pick(['family', 'work']) }));
}

const SCHOOL_NAMES = {
  cognitive_behavioral_therapy: 'CBT',
  dialectical_behavior_therapy: 'DBT',
  psychodynamic_therapy: 'psychodynamic',
  humanistic_therapy: 'person-centered',
} as const;
const THERAPEUTIC: readonly Template[] = [
  ...Object.entries(SCHOOL_NAMES).flatMap(([name, short]): Template[] => [
    {
      name: `${short} sessions`,
      category: 'therapeutic',
      right: [name],
      draw: talks((d) => make.school(d, name), session),
    },
    {
      name: `${short} sessions with codes`,
      category: 'therapeutic',
      right: [name],
      draw: talks((d) => make.school(d, name), technique(short, 'reflection'), ['named', 'transcript', 'utterances']),
    },
    {
      name: `${short} chats`,
      category: 'therapeutic',
      right: [name],
      draw: talks(
        (d) => make.school(d, name),
        () => none,
        ['messages', 'sharegpt'],
      ),
    },
    {
      name: `${short} pairs`,
      category: 'therapeutic',
      right: [name],
      draw: pairs(
        make.seeker,
        (d) => {
          const turns = make.school(d, name).filter((_t, i) => i % 2 === 1);
          return turns
            .slice(0, 3)
            .map(({ text }) => text)
            .join(' ');
        },
        technique(short),
      ),
    },
    {
      name: `${short} exercises`,
      category: 'therapeutic',
      right: [name],
      draw: rows((d) => ({
        [d.pick(['client_statement', 'text'])]: make.seeker(d),
        text: `${make.seeker(d)}\n${make.school(d, name)[1]?.text}`,
        skill: short,
        therapist_response: make.school(d, name)[3]?.text,
      })),
    },
  ]),
  {
    name: 'distorted thoughts',
    category: 'therapeutic',
    right: ['cognitive_behavioral_therapy'],
    draw: rows((d) => ({
      situation: make.seeker(d),
      thought: 'I always fail.',
      text: `${make.seeker(d)} I always fail, so nobody will ever want me.`,
      distortion: d.pick(['all-or-nothing', 'mind reading', 'catastrophizing']),
      reframe: 'One setback is not everything.',
    })),
  },
  {
    name: 'other schools',
    category: 'therapeutic',
    right: [],
    open: ['humanistic_therapy', 'cognitive_behavioral_therapy', 'psychodynamic_therapy'],
    draw: talks(
      make.otherSchool,
      either(
        (_d, i) => ({
          transcript_id: i,
          mi_quality: 'high',
          video_title: 'A session',
          video_url: 'https://example.org/v',
          topic: 'smoking',
          interlocutor: 'therapist',
        }),
        (d) => ({ technique: d.pick(['ACT', 'MI', 'EMDR']) }),
        none,
      ),
    ),
  },
  {
    name: 'sessions without a school',
    category: 'therapeutic',
    right: ['humanistic_therapy'],
    open: ['cognitive_behavioral_therapy', 'psychodynamic_therapy'],
    draw: talks(
      (d) =>
        make.counselling(
          d,
          d.pick([
            ['client', 'therapist'],
            ['Therapist', 'Client'],
          ] as const),
        ),
      session,
      ['named', 'transcript', 'utterances', 'sharegpt'],
    ),
  },
  {
    name: 'sessions in Chinese',
    category: 'therapeutic',
    right: ['humanistic_therapy', 'cognitive_behavioral_therapy'],
    open: ['psychodynamic_therapy', 'family_therapy'],
    draw: talks(make.therapyZh, session, ['named', 'transcript', 'sharegpt']),
  },
  {
    name: 'family sessions',
    category: 'therapeutic',
    right: ['family_therapy'],
    draw: talks(make.family, session, ['named', 'transcript', 'utterances']),
  },
  {
    name: 'family chats',
    category: 'therapeutic',
    right: ['family_therapy'],
    draw: talks(
      make.family,
      either(
        none,
        () => ({ therapy_type: 'family' }),
        (_d, i) => ({ family_id: i }),
      ),
      ['messages', 'transcript'],
    ),
  },
  {
    name: 'couples',
    category: 'therapeutic',
    right: ['family_therapy'],
    draw: talks(
      (d) =>
        make.family(d).map(({ who, text }) => ({
          who: /mother|daughter/.test(who) ? 'wife' : /father|son/.test(who) ? 'husband' : who,
          text,
        })),
      either((_d, i) => ({ couple_id: i }), none),
      ['named', 'transcript', 'utterances'],
    ),
  },
  {
    name: 'family pairs',
    category: 'therapeutic',
    right: ['family_therapy'],
    draw: pairs(
      (d) =>
        make
          .family(d)
          .filter(({ who }) => who !== 'therapist')
          .slice(0, 2)
          .map(({ text }) => text)
          .join(' '),
      (d) =>
        make
          .family(d)
          .filter(({ who }) => who === 'therapist')
          .map(({ text }) => text)
          .slice(0, 3)
          .join(' '),
      technique('family systems'),
    ),
  },
  {
    name: 'group sessions',
    category: 'therapeutic',
    right: ['group_therapy'],
    draw: talks(
      make.group,
      either(
        (_d, i) => ({ group_id: i, session: 3 }),
        none,
        () => ({ group_size: 8 }),
      ),
      ['named', 'transcript', 'utterances'],
    ),
  },
  {
    name: 'group chats',
    category: 'therapeutic',
    right: ['group_therapy'],
    draw: talks(
      make.group,
      either(none, () => ({ therapy_type: 'group' })),
      ['messages', 'named'],
    ),
  },
  {
    name: 'group pairs',
    category: 'therapeutic',
    right: ['group_therapy'],
    draw: pairs(
      (d) =>
        make
          .group(d)
          .filter(({ who }) => who !== 'facilitator')
          .slice(0, 2)
          .map(({ text }) => text)
          .join(' '),
      (d) =>
        make
          .group(d)
          .filter(({ who }) => who === 'facilitator')
          .slice(0, 2)
          .map(({ text }) => text)
          .join(' ') || 'Welcome everyone.',
      technique('group'),
    ),
  },
  {
    name: 'statements and therapist replies',
    category: 'therapeutic',
    right: [],
    open: ['humanistic_therapy', 'cognitive_behavioral_therapy', 'psychodynamic_therapy'],
    draw: rows((d, i) => ({
      id: i,
      prompt: d.chance(0.4)
        ? `Client: ${make.seeker(d)}\nTherapist: What was that like?\nClient: ${make.seeker(d)}`
        : make.seeker(d),
      response: `${make.counselling(d)[1]?.text} Let us look at that in therapy and find coping skills.`,
    })),
  },
];

const anyTalk = (dice: Dice) =>
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
const fixedTalk = (columns: (dice: Dice) => Columns, only?: readonly string[]) => (dice: Dice) =>
  talks(anyTalk, columns, only)(dice);
const oneKind = (columns: (dice: Dice) => Columns) => (dice: Dice) => {
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
const SYNTHETIC: readonly Template[] = [
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

const MULTIMODAL: readonly Template[] = [
  {
    name: 'utterances with audio',
    category: 'multimodal',
    right: ['text_audio'],
    open: ['text_video'],
    draw: oneKind(audio),
  },
  {
    name: 'spoken texts',
    category: 'multimodal',
    right: ['text_audio'],
    draw: (dice) => {
      const columns = audio(dice);
      const kind = dice.pick([make.comment, make.seeker, make.story]);
      return (d, i) => [
        {
          [d.pick(['transcript', 'text', 'transcription'])]: kind(d),
          ...columns(d, i),
          emotion: d.pick(['happy', 'sad']),
        },
      ];
    },
  },
  {
    name: 'spoken notes',
    category: 'multimodal',
    right: ['text_audio'],
    draw: texts((d) => `[pause] ${make.seeker(d)} [sighs] ${make.seeker(d)} (laughs)`, audio),
  },
  {
    name: 'interviews with audio features',
    category: 'multimodal',
    right: ['text_audio'],
    open: ['text_video'],
    draw: talks(
      make.counselling,
      either(
        (_d, i) => ({ start_time: i, stop_time: i + 2, covarep: 'x', formant: 1 }),
        (_d, i) => ({ recording_id: i, audio_file: `i${i}.wav`, loudness: 0.3 }),
      ),
    ),
  },
  {
    name: 'series with clips',
    category: 'multimodal',
    right: ['text_video'],
    open: ['text_audio'],
    draw: (dice) => {
      const columns = video(dice);
      return (d, i) => [
        {
          Utterance: make.smallTalk(d)[d.below(2)]?.text,
          Speaker: d.pick(['Ann', 'Bob', 'Cy', 'Dee']),
          Emotion: d.pick(['joy', 'neutral', 'anger']),
          Dialogue_ID: i >> 3,
          ...columns(d, i),
        },
      ];
    },
  },
  {
    name: 'talks with video',
    category: 'multimodal',
    right: ['text_video'],
    open: ['text_audio'],
    draw: oneKind(video),
  },
  {
    name: 'clips with sarcasm',
    category: 'multimodal',
    right: ['text_video'],
    open: ['text_audio'],
    draw: rows((d, i) => ({
      id: `1_${i}`,
      utterance: make.smallTalk(d)[1]?.text,
      speaker: d.pick(['ANN', 'BOB']),
      context: [make.smallTalk(d)[0]?.text],
      show: 'A SHOW',
      sarcasm: d.chance(0.5),
      video_file: `1_${i}.mp4`,
    })),
  },
  {
    name: 'sessions on film',
    category: 'multimodal',
    right: ['text_video'],
    open: ['text_audio'],
    draw: talks((d) => make.counselling(d).map(({ who, text }) => ({ who, text: `[nods] ${text} [smiles]` })), video),
  },
  {
    name: 'images and talk',
    category: 'multimodal',
    right: [],
    open: ['text_video', 'text_audio'],
    draw: oneKind(
      either(
        (_d, i) => ({ image_path: `i/${i}.jpg` }),
        (_d, i) => ({ image: `${i}.png`, modality: 'text+image' }),
      ),
    ),
  },
  {
    name: 'several languages',
    category: 'multimodal',
    right: ['multilingual'],
    draw: (dice) => {
      const column = dice.pick(['lang', 'language', 'locale', null]);
      return (d, i) => {
        const code = make.LANGUAGE_CODES[i % make.LANGUAGE_CODES.length] ?? 'en';
        return [
          {
            messages: make
              .foreignTongue(d, code)
              .map(({ text }, n) => ({ role: n % 2 === 0 ? 'user' : 'assistant', content: text })),
            ...(column && { [column]: code }),
          },
        ];
      };
    },
  },
  {
    name: 'two languages',
    category: 'multimodal',
    right: ['multilingual'],
    draw: (dice) => {
      const pair = [dice.pick(['en', 'de', 'es']), dice.pick(['zh', 'fr', 'hi', 'pt'])];
      return (d, i) => [
        {
          text: make
            .foreignTongue(d, pair[i % 2] ?? 'en')
            .map(({ text }) => text)
            .join(' '),
          lang: pair[i % 2],
        },
      ];
    },
  },
  {
    name: 'translated texts',
    category: 'multimodal',
    right: ['multilingual'],
    draw: (dice) => {
      const code = dice.pick(['es', 'de', 'fr', 'zh', 'hi']);
      const [a, b] = dice.pick([
        ['source_text', 'target_text'],
        ['text_en', `text_${code}`],
        ['english', 'translation'],
      ] as const);
      return (d) => [
        {
          [a]: make.seeker(d),
          [b]: make.foreignTongue(d, code)[0]?.text,
          text: `${make.seeker(d)} ${make.foreignTongue(d, code)[0]?.text}`,
          src_lang: 'en',
          tgt_lang: code,
        },
      ];
    },
  },
  {
    name: 'mixed within texts',
    category: 'multimodal',
    right: ['multilingual'],
    draw: (dice) => {
      const code = dice.pick(['hi', 'zh', 'ar', 'ru', 'ko']);
      return (d) => [{ text: `${make.comment(d)} ${make.foreignTongue(d, code)[0]?.text ?? ''}`, label: 'x' }];
    },
  },
  {
    name: 'customs by country',
    category: 'multimodal',
    right: ['cultural_context'],
    draw: texts(
      make.culture,
      either(
        (d) => ({ country: d.pick(['Japan', 'Mexico', 'Nigeria']) }),
        (d) => ({ culture: d.pick(['Korean', 'Indian']), norm: 'greeting' }),
        (d) => ({ region: d.pick(['East Asia', 'Africa']), topic: 'etiquette' }),
      ),
    ),
  },
  {
    name: 'questions on customs',
    category: 'multimodal',
    right: ['cultural_context'],
    draw: pairs(
      (d) => `Is it polite? ${make.culture(d)}`,
      make.culture,
      either(
        (d) => ({ country: d.pick(['Iran', 'Brazil']) }),
        (d) => ({ cultural_group: d.pick(['Diaspora', 'Arab']) }),
      ),
    ),
  },
  {
    name: 'talks on culture',
    category: 'multimodal',
    right: ['cultural_context'],
    draw: talks(
      (d) => make.supportive(d).map((turn) => (d.chance(0.5) ? { ...turn, text: make.culture(d) } : turn)),
      either(
        (d) => ({ cultural_background: d.pick(['Chinese', 'Somali']), nationality: 'x' }),
        (d) => ({ culture: d.pick(['Turkish', 'Polish']) }),
      ),
    ),
  },
  {
    name: 'norms of talk',
    category: 'multimodal',
    right: ['cultural_context'],
    draw: talks(
      (d) => make.smallTalk(d).map((turn) => (d.chance(0.4) ? { ...turn, text: make.culture(d) } : turn)),
      either(
        (d) => ({ norm_category: d.pick(['greeting', 'apology']), violation: true, culture: 'Chinese' }),
        () => ({ social_norm: 'be on time', country: 'Germany' }),
      ),
    ),
  },
];

const UNKNOWN: readonly Template[] = [
  { name: 'texts of other kinds', category: null, right: [], draw: texts(make.foreign) },
  { name: 'pairs of other kinds', category: null, right: [], draw: pairs(make.foreign, make.foreign) },
  { name: 'half of other kinds', category: null, right: [], draw: texts(noised(make.comment, 0.7)) },
];

export const TEMPLATES: readonly Template[] = [
  ...CLINICAL,
  ...CONVERSATIONAL,
  ...THERAPEUTIC,
  ...SYNTHETIC,
  ...MULTIMODAL,
  ...UNKNOWN,
];
