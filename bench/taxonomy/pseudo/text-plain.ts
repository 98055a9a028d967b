type Lines = readonly (readonly [string, string])[];

/** Our own writing: therapy in plain words, that hardly names its school. What the client says, what the therapist says. */
export const PLAIN_SCHOOLS: Readonly<Record<string, Lines>> = {
  cognitive_behavioral_therapy: [
    [
      'I did not open the {letter|email}. I knew it was bad news.',
      'And what did you tell yourself the moment you saw it?',
    ],
    ['If I speak up they will think I am stupid.', 'Has that happened? How would we find out, say on Thursday?'],
    [
      'I stayed in bed till noon again.',
      'Let us put one small thing at nine on the plan, and see what it does to your mood.',
    ],
    [
      'It went all right, but that was luck.',
      'So when it goes well it is luck, and when it goes badly it is you. Is there another way to see it?',
    ],
    [
      'I wrote it in the sheet, like you said.',
      'Good. Read me the first column, then the thought, and how much you believed it.',
    ],
    [
      'I could not touch the door handle.',
      'We stay with the handle until the fear comes down by half. What is it now, out of a hundred?',
    ],
  ],
  dialectical_behavior_therapy: [
    [
      'I wanted to cut on Tuesday, a four out of five.',
      'You did not. Which skill got you through the first ten minutes?',
    ],
    ['I put my face in cold water and it passed.', 'Great. Mark it on the card, and the urge before and after.'],
    [
      'She left me on read and I lost it.',
      'Walk me back, link by link, from the message to the moment you called her.',
    ],
    [
      'I know I should not feel like that.',
      'The feeling makes sense, and acting on it would cost you. Hold both of these.',
    ],
    ['I want to scream at him.', 'What would the wise part of you do? And what does the feeling tell you to do?'],
    [
      'How do I even ask for the day off?',
      'Say what happened, say how you feel, ask, and tell them what is in it for them. Let us practise it.',
    ],
    [
      'I hate that it is like this.',
      'You do not have to like it. Can you stop fighting that it is so, for one breath? Open your hands.',
    ],
  ],
  psychodynamic_therapy: [
    ['I nearly did not come today.', 'I wonder if something I said last time stayed with you.'],
    ['My boss walked past me without a word.', 'Walked past without a word. Who else used to do that?'],
    ['I was in a house with no doors, and you were there.', 'What do you make of it that I was there?'],
    ['It is silly, I got jealous of the person before me.', 'Perhaps not so silly. It matters whom I have time for.'],
    ['I laughed when I heard that he had died.', 'The laugh came first, and kept something else away.'],
    ['Mother always said I was the easy child.', 'And the easy child must not be a bother, not here with me either.'],
    ['I always leave before they do.', 'As it was left for you, when you were seven.'],
  ],
  humanistic_therapy: [
    ['I do not know what I want.', 'Not knowing, and wishing somebody would not push you to know.'],
    ['Everyone says I am strong.', 'And inside there is somebody who is so tired of being strong.'],
    ['I do not want to cry here.', 'You may, and you may not. I am here either way.'],
    ['I painted again, just for me.', 'Your face changes as you say it. There is something alive there.'],
    ['Should I leave him?', 'I could not know that. What does it feel like, in you, when you imagine it?'],
    ['I am ashamed of all of it.', 'You show me what you are most ashamed of, and I do not think less of you.'],
  ],
};

/** Couples and families in plain words, under many names. */
export const PLAIN_FAMILY: Lines = [
  ['therapist', 'Before we go on, can each of you say what you just heard the other say?'],
  ['therapist', 'When she goes quiet, what do you do? And when he does that, what do you do?'],
  ['therapist', 'I notice that you both look at your son when it gets hot. Sam, are you the one who makes peace?'],
  ['therapist', 'Tell her, not me.'],
  ['therapist', 'Who takes whose side at dinner?'],
  ['therapist', 'How did your own parents settle such things?'],
  ['partner', 'You come home, you look at your phone, and I may as well be a chair.'],
  ['partner', 'Because when I say something it is wrong, so I say nothing.'],
  ['partner', 'We only ever talk about the kids and the money.'],
  ['parent', 'She slams the door, and then my husband goes up and says it is fine.'],
  ['parent', 'We do not agree on rules, so there are none.'],
  ['child', 'They fight because of me. I hear it through the wall.'],
  ['child', 'He is not my dad, so he cannot tell me when to be home.'],
  ['child', 'If I get a bad grade nobody speaks all evening.'],
];

/** A group in plain words. */
export const PLAIN_GROUP: Lines = [
  ['leader', 'Let us start. Who has something from last week that is still on your mind?'],
  ['leader', 'Before I answer, what do others make of what {Nia|Paul} said?'],
  ['leader', 'We have ten minutes left. Is there anyone we have not heard from?'],
  ['leader', 'You two seem to have noticed each other there. Can you say it to her, not to me?'],
  ['leader', 'We have somebody new with us. Shall each of us say a name and one thing?'],
  ['member', 'I am {Nia|Paul}. Still clean, forty one days.'],
  ['member', 'What you said last week, I took that home with me.'],
  ['member', 'I do not agree with you there, and I am scared to say so.'],
  ['member', 'Same here. I thought it was only me.'],
  ['member', 'I would rather pass today.'],
  ['member', 'When you cried I wanted to leave the room. I am glad I stayed.'],
  ['member', 'Can I ask you something, since you have been through it?'],
];

/** Interviews that assess, in plain words: few of them are clinical. */
export const PLAIN_ASSESSMENT: Readonly<Record<string, Lines>> = {
  en: [
    ['So how have you been sleeping?', 'Not much, maybe {three|four} hours.'],
    ['And how long has it been like that?', 'Since about {March|the summer}.'],
    ['How about eating?', 'I forget to. My clothes are loose.'],
    ['How often does that come, every day?', 'Most days, in the mornings.'],
    ['Are you able to work like that?', 'I am off since last month.'],
    ['Has anybody in your family had something like it?', 'My aunt, I think.'],
    ['Have you had help for it before?', 'Once, when I was at school.'],
    ['Do you drink or take anything?', 'A beer or two to sleep.'],
    ['Have you thought that you would rather not be here?', 'It crosses my mind.'],
  ],
  es: [
    ['¿Desde cuándo se siente así?', 'Desde hace unos dos meses.'],
    ['¿Cómo duerme?', 'Mal, me despierto a las cuatro.'],
    ['¿Con qué frecuencia le pasa?', 'Casi todos los días.'],
  ],
  de: [
    ['Seit wann geht das schon so?', 'Seit dem Frühjahr ungefähr.'],
    ['Wie schlafen Sie?', 'Kaum, ich liege lange wach.'],
    ['Wie oft kommt das vor?', 'Fast jeden Tag.'],
  ],
  fr: [
    ['Depuis quand est-ce ainsi ?', 'Depuis deux mois.'],
    ['Comment dormez-vous ?', 'Mal, je me réveille la nuit.'],
    ['À quelle fréquence ?', 'Presque tous les jours.'],
  ],
  pt: [
    ['Desde quando você se sente assim?', 'Há uns dois meses.'],
    ['Como está o seu sono?', 'Durmo pouco.'],
    ['Com que frequência isso acontece?', 'Quase todo dia.'],
  ],
  tr: [
    ['Ne zamandır böyle hissediyorsunuz?', 'İki aydır.'],
    ['Uykunuz nasıl?', 'Gece uyanıyorum.'],
    ['Ne sıklıkla oluyor?', 'Neredeyse her gün.'],
  ],
  zh: [
    ['这种情况持续多久了？', '大概两个月。'],
    ['睡眠怎么样？', '半夜总是醒。'],
    ['多久出现一次？', '差不多每天。'],
  ],
  ko: [
    ['언제부터 그러셨어요?', '두 달쯤 됐어요.'],
    ['잠은 잘 주무세요?', '자꾸 깨요.'],
    ['얼마나 자주 그러세요?', '거의 매일이요.'],
  ],
  ja: [
    ['いつからですか。', '二か月くらい前からです。'],
    ['よく眠れていますか。', '夜中に目が覚めます。'],
    ['どのくらいの頻度ですか。', 'ほとんど毎日です。'],
  ],
  ar: [
    ['منذ متى وأنت هكذا؟', 'منذ شهرين.'],
    ['كيف نومك؟', 'أستيقظ كثيرا في الليل.'],
    ['كم مرة يحدث هذا؟', 'تقريبا كل يوم.'],
  ],
  hi: [
    ['यह कब से हो रहा है?', 'लगभग दो महीने से।'],
    ['नींद कैसी आती है?', 'रात में उठ जाता हूँ।'],
    ['ऐसा कितनी बार होता है?', 'लगभग हर दिन।'],
  ],
  ru: [
    ['Как давно это у вас?', 'Месяца два.'],
    ['Как вы спите?', 'Просыпаюсь ночью.'],
    ['Как часто это бывает?', 'Почти каждый день.'],
  ],
};

/** A week on the card of a skills group. */
export const CARD_SKILLS: readonly string[] = [
  'paced breathing',
  'opposite action',
  'check the facts',
  'cold water',
  'radical acceptance',
  'DEAR MAN',
  'wise mind',
  'cope ahead',
  'self soothe',
];
export const CARD_NOTES: readonly string[] = [
  'Row with {my sister|Ben}. Urge to leave, went for a walk instead.',
  'Slept badly, snapped at everybody, said sorry later.',
  'Alone all evening. Urge was strong at ten, gone by eleven.',
  'Good day. Called a friend as planned.',
  'Shame after the meeting. Did the opposite of hiding.',
];
