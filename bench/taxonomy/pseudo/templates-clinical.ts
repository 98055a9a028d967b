import * as make from './content.ts';
import { either, none, pairs, rows, type Template, talks, texts } from './template-parts.ts';

export const CLINICAL_TEMPLATES: readonly Template[] = [
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
    name: 'doctors in another language',
    category: 'clinical',
    right: ['diagnostic_assessments', 'treatment_plans'],
    open: ['mental_health_records'],
    draw: (dice) => {
      const language = dice.pick(make.tonguesOf('doctor'));
      const names = dice.pick([
        ['patient', 'doctor'],
        ['患者', '医生'],
        ['paciente', 'médico'],
        ['user', 'assistant'],
      ] as const);
      return talks((d) => make.talkIn(d, { kind: 'doctor', language, names }))(dice);
    },
  },
  {
    name: 'examination questions',
    category: 'clinical',
    right: ['diagnostic_assessments', 'treatment_plans'],
    open: ['mental_health_records'],
    draw: (dice) => {
      const layout = dice.below(4);
      return (d, i) => {
        const { question, answer, reason } = make.exam(d);
        if (layout === 0)
          return [{ question, options: { A: answer, B: 'None' }, answer, answer_idx: 'A', meta_info: 'step1' }];
        if (layout === 1)
          return [{ id: i, question, opa: answer, opb: 'None', cop: 1, exp: reason, subject_name: 'Medicine' }];
        if (layout === 2) return [{ pubid: i, question, context: reason, long_answer: reason, final_decision: answer }];
        return [{ instruction: 'Answer the question.', input: question, output: `${answer}. ${reason}` }];
      };
    },
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
