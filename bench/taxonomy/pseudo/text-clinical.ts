/** Our own writing: clinical notes, talks and reference texts about persons who do not exist. */
export const DOCTOR_TALK: readonly (readonly [string, string])[] = [
  ['What brings you in today?', 'I have had this {cough|back pain|headache} for {two weeks|ten days}.'],
  ['Any fever, nausea or vomiting?', 'A little fever at night, no vomiting.'],
  ['Are you taking any medications?', 'Only {lisinopril|metformin|ibuprofen}, and I am allergic to penicillin.'],
  [
    'Do you have a history of {diabetes|hypertension|asthma}?',
    'My mother had it, and I was diagnosed {last year|in 2016}.',
  ],
  ['How is your sleep, and your appetite?', 'I wake at four, and I have lost some weight.'],
  ['Any thoughts of harming yourself?', 'No, doctor, nothing like that.'],
  ['Do you smoke or drink alcohol?', 'I quit smoking, I have a glass of wine now and then.'],
  ['Let me listen to your chest. Any shortness of breath?', 'When I climb the stairs, yes.'],
  [
    'I will prescribe {20|50} mg of {sertraline|an antibiotic} and see you for a follow up in two weeks.',
    'Are there any side effects?',
  ],
  ['We will order a blood test and an X ray.', 'Okay. Should I be worried about the surgery scar?'],
];

export const NOTES: Readonly<Record<string, readonly string[]>> = {
  'Chief Complaint': [
    '{Low mood|Panic attacks|Insomnia} for {three weeks|six months}.',
    'Brought in by family after {an overdose|not eating}.',
  ],
  'History of Present Illness': [
    'The patient is a {34|52|19}-year-old {male|female} who presents with {worsening depression|auditory hallucinations|manic symptoms}. Onset {after job loss|gradual}. Denies current suicidal ideation.',
    'Patient reports poor sleep, reduced appetite and anhedonia. Prior admission in {2014|2019}.',
  ],
  'Past Psychiatric History': [
    'Two prior inpatient admissions. Trial of {fluoxetine|quetiapine} stopped for side effects.',
    'No prior treatment.',
  ],
  Medications: [
    '{Sertraline|Lithium|Escitalopram} {50|100|10} mg daily, {lorazepam|trazodone} {0.5|25} mg prn.',
    'None. Allergies: penicillin.',
  ],
  'Mental Status': [
    'Alert and oriented x3. Mood {depressed|anxious}, affect {flat|congruent}. Thought process linear. No delusions.',
    'Disheveled, poor eye contact, speech slow.',
  ],
  Assessment: [
    '{F33.1|F41.1|F31.2} major depressive disorder, recurrent, moderate. Risk low.',
    'Generalized anxiety disorder; rule out thyroid disease.',
  ],
  Plan: [
    'Increase to {75|100} mg, labs, follow up in {two|four} weeks. Safety discussed.',
    'Refer to outpatient psychotherapy; return to clinic prn.',
  ],
};

export const SESSION_NOTES: readonly string[] = [
  'Session {4|9|12}. Client reports {better sleep|conflict at work}. Client appeared {tired|calm}. Therapist used {grounding|reframing}; response to intervention was good. Next session in a week.',
  'Data: client stated that the week was hard. Assessment: progress towards goal 2. Plan: continue, homework assigned.',
  'Client presented on time, mood low. Session focused on grief. Clinician provided support and psychoeducation. No risk noted.',
  'Progress note, 50 minutes session. Client identified two triggers and expressed hope. Writer will coordinate with the psychiatrist.',
  'Individual session by telehealth. Client reported {panic|urges} twice. Interventions used: breathing, problem solving. Client to return next session with the log.',
];

export const CRISIS: readonly (readonly [string, string])[] = [
  [
    'I do not want to be here anymore. I have the {pills|rope} in front of me.',
    'I am really glad you {called|texted}. Are you alone right now? Are you safe?',
  ],
  [
    'Nobody would miss me. I want to die.',
    'Do you have a plan for how you would do it, and do you have access to {pills|a gun}?',
  ],
  [
    'I cut myself again tonight and it will not stop.',
    'Is it bleeding heavily? I can send emergency services while you stay on the line.',
  ],
  ['I am standing on the {bridge|roof}.', 'Please step back and stay with me. Is there someone who can be with you?'],
  [
    'I took {ten|twenty} tablets an hour ago.',
    'I am calling an ambulance now. Where are you? Stay on the line with me.',
  ],
  [
    'I keep thinking about suicide but I have a little girl.',
    'She is a reason to live. Let us make a safety plan together: who can you call tonight?',
  ],
  [
    'I am not going to do anything tonight. I just needed to say it.',
    'Thank you for telling me. Would you agree to put the means away and call 988 if it comes back?',
  ],
];

export const ASSESSMENTS: readonly string[] = [
  'PHQ-9 total score {14|19|8}, {moderate|moderately severe|mild} severity. Item 9 scored {0|1|2}. Meets criteria for major depressive disorder.',
  'GAD-7 score of {15|11}; screening positive for generalized anxiety disorder. Differential includes panic disorder.',
  'The evaluation used a structured interview (SCID-5) and the symptom checklist. Findings are consistent with {ADHD|PTSD|bipolar II disorder}.',
  'Client scored in the clinical range on the depression subscale. Impairment at work and at home. Diagnosis: {F32.1|F43.10|F90.0}.',
  'Psychological testing: MMPI valid; elevated scales 2 and 7. Rule out obsessive compulsive disorder.',
  'Assessment of a {9|41}-year-old: attention below average, mood low, meets DSM-5 criteria A to D. Severity moderate.',
];

export const PLANS: readonly string[] = [
  'Problem: {depressed mood|panic}. Long term goal: return to work. Objective: attend {8|12} weekly sessions and practise one coping skill a day. Target date {March|June}.',
  'Treatment plan: {sertraline|CBT and medication}, titrate to {100|150} mg, relapse prevention, follow up every {two|four} weeks.',
  'Goal 1: reduce PHQ-9 below {5|10}. Interventions: behavioral activation, sleep hygiene. Frequency: weekly. Review in {90|60} days.',
  'Discharge plan: outpatient referral, medication list given, family informed, crisis contacts in place.',
  'Care plan for alcohol use: naltrexone {50} mg daily, group twice a week, measurable objective: {30|60} days without use.',
];

export const REFERENCE: readonly (readonly [string, string])[] = [
  [
    'What are the treatments for {panic disorder|bipolar disorder|anorexia}?',
    'Treatment usually combines psychotherapy and medication. Antidepressants of the SSRI kind are first line, and symptoms ease within weeks. Side effects are often mild. Follow up with a doctor is needed.',
  ],
  [
    'How is {depression|schizophrenia|ADHD} diagnosed?',
    'A doctor makes the diagnosis after an interview and an exam. Symptoms must last two weeks or longer and cause impairment. Blood tests rule out other diseases. There is no single test for the disorder.',
  ],
  [
    'What are the symptoms of {PTSD|OCD|dementia}?',
    'Symptoms include nightmares, avoidance, low mood and trouble with sleep. They may begin within months. People with the disorder often have other conditions such as anxiety.',
  ],
  [
    'What is the outlook for {opioid addiction|autism}?',
    'The prognosis depends on severity and on treatment. Many people recover with medicines and support. Relapse is common and is treated again.',
  ],
  [
    'Is {sertraline|lithium} safe in pregnancy?',
    'The dose should be as low as possible and levels checked. Patients should discuss risks with their clinician before any change of prescription.',
  ],
];
