/** Our own writing in languages other than English: what is asked or said, and what is answered. */
type Lines = readonly (readonly [string, string])[];

/** Clients and their therapists. */
export const THERAPY: Readonly<Record<string, Lines>> = {
  zh: [
    ['我总觉得同事在背后议论我，每天上班都很紧张。', '听起来你在办公室里一直绷着。当时你心里闪过的念头是什么？'],
    ['我把事情搞砸了，我就是个失败者。', '一次没做好就等于失败者，你觉得这里有没有以偏概全？'],
    ['每次吵完架我都特别后悔。', '我能感受到你的内疚。我们可以一起看看吵架之前发生了什么。'],
    ['我不知道怎么拒绝别人。', '如果说了“不”，你最担心的是什么？'],
    ['上周我试了您教的呼吸练习。', '你愿意说说做的时候身体有什么变化吗？'],
    ['从小爸爸就拿我和别人比。', '那个小时候的你，最想听到爸爸说什么呢？'],
    ['我觉得没人真正在乎我。', '我在这里陪着你，慢慢来，不着急。'],
  ],
  es: [
    ['Cada vez que mi jefe me llama pienso que me va a echar.', '¿Qué siente en el cuerpo en ese momento?'],
    ['Hice el registro de pensamientos, pero me costó.', '¿Cuál fue el pensamiento automático que anotó primero?'],
    ['Mi madre nunca estuvo cuando era niña.', 'Cuénteme cómo se siente al recordarlo hoy.'],
    ['No sé si quiero dejar de beber.', '¿Qué le gusta y qué no le gusta de beber?'],
    ['Me cuesta decir lo que necesito.', 'Aquí puede decirlo a su ritmo, sin juzgar.'],
    ['Esta semana salí dos veces a caminar.', '¿Qué le gustaría probar hasta la próxima sesión?'],
  ],
  de: [
    ['Wenn das Telefon klingelt, zieht sich alles zusammen.', 'Was geht Ihnen in diesem Moment durch den Kopf?'],
    ['Ich habe das Gedankenprotokoll ausgefüllt.', 'Welche automatischen Gedanken haben Sie notiert?'],
    ['Mein Vater hat mich nie gelobt.', 'Wie fühlen Sie sich, wenn Sie das heute erzählen?'],
    ['Eigentlich will ich weniger trinken.', 'Was würde passieren, wenn Sie es eine Woche versuchen?'],
    ['Ich traue mich nicht zu weinen.', 'Hier dürfen Sie in Ihrem Tempo und ohne Urteil sein.'],
    ['Die Übung aus der letzten Sitzung hat geholfen.', 'Woran merken Sie das im Alltag?'],
  ],
  fr: [
    ["Dès que je suis dans le métro, j'ai le cœur qui s'emballe.", 'Que ressentez-vous juste avant ?'],
    ["J'ai noté mes pensées, comme vous l'aviez demandé.", 'Quelle pensée revient le plus souvent ?'],
    ['Ma mère décidait de tout.', 'Comment vous sentez-vous en me le racontant ?'],
    ["Je n'ose pas dire non.", "Qu'est-ce qui vous ferait le plus peur si vous le disiez ?"],
    ['Cette semaine a été un peu plus calme.', 'Parlez-moi de ce qui a changé depuis notre dernière séance.'],
  ],
};

/** People who write to an advice page, and the answers of counsellors. */
export const ADVICE: Readonly<Record<string, Lines>> = {
  zh: [
    [
      '男朋友总是不回消息，我是不是想太多了？',
      '题主你好，看了你的描述，能理解你的不安。建议你先和他约定一个沟通的时间，也可以试着把注意力放回自己身上。',
    ],
    [
      '大三了很迷茫，不知道该考研还是工作。',
      '抱抱你。迷茫是这个阶段很常见的感受，不妨先列出自己真正在意的事情，必要时可以找学校的心理老师聊一聊。',
    ],
    [
      '婆婆总是干涉我们带孩子，怎么办？',
      '你好，感谢你的提问。首先要和老公站在一起，其次可以试着温和地说出自己的底线。',
    ],
    ['晚上总是胡思乱想睡不着。', '亲爱的，辛苦了。睡前可以做一些放松训练，如果持续两周以上，建议寻求专业的心理咨询。'],
    [
      '我是不是有社交恐惧症？',
      '楼主你好，紧张并不等于社交恐惧症。你可以从小的场合开始练习，一步一步来，希望能帮到你。',
    ],
  ],
  es: [
    [
      'Mi pareja revisa mi teléfono y me siento mal, ¿qué hago?',
      'Gracias por escribir. Te recomiendo hablar con calma y poner límites; un psicólogo podría ayudarles a los dos.',
    ],
    [
      'Llevo meses sin ganas de nada.',
      'Siento que estés pasando por esto. Podrías empezar por una rutina pequeña y pedir una consulta con un profesional.',
    ],
    [
      'No consigo aprobar y mis padres se enfadan.',
      'Es normal que te agobies. Intenta repartir el estudio y contarles cómo te sientes.',
    ],
    [
      'Tengo celos de mi hermana.',
      'Gracias por tu consulta. Los celos son humanos; te sugiero escribir qué necesitas tú.',
    ],
  ],
  de: [
    [
      'Meine Freundin redet seit Tagen nicht mit mir.',
      'Danke für deine Frage. Du solltest ihr sagen, wie es dir damit geht; eine Beratungsstelle kann euch beiden helfen.',
    ],
    [
      'Ich schlafe schlecht und grüble die ganze Nacht.',
      'Das klingt belastend. Ich empfehle feste Zeiten und, wenn es so bleibt, ein Gespräch mit einer Psychologin.',
    ],
    [
      'Mein Sohn will nicht mehr zur Schule.',
      'Ich verstehe Ihre Sorgen. Versuchen Sie zuerst zu klären, was dort geschieht; der Schulpsychologe ist ein guter Anfang.',
    ],
    [
      'Ich habe ständig Schuldgefühle.',
      'Schuldgefühle sind quälend. Es kann helfen, sie aufzuschreiben und mit jemandem zu besprechen.',
    ],
  ],
  fr: [
    [
      'Mon mari ne me parle plus.',
      'Merci pour votre question. Je vous conseille de choisir un moment calme ; un psychologue de couple peut aider.',
    ],
    ["J'ai peur de rater mes examens.", 'Je comprends. Essayez de découper le travail et de dormir assez.'],
    [
      'Je me sens de trop dans ma famille.',
      'Cela doit être douloureux. Vous pourriez écrire ce que vous aimeriez leur dire.',
    ],
  ],
};

/** Patients and their doctors. */
export const DOCTOR: Readonly<Record<string, Lines>> = {
  zh: [
    ['医生，我咳嗽发烧三天了，嗓子疼。', '有没有胸闷气短？先做个血常规检查，口服抗生素三天后复查。'],
    ['最近血压一直偏高，头晕。', '目前服用什么药物？建议住院检查，排除继发性高血压。'],
    ['孩子腹泻一周，需要用药吗？', '考虑病毒感染，注意补液，症状加重要及时到医院就诊。'],
    ['我总是情绪低落，早醒，没有食欲。', '根据量表评估，考虑抑郁障碍，可以先服用舍曲林，两周后随访。'],
  ],
  es: [
    [
      'Doctor, tengo fiebre y dolor de garganta desde el lunes.',
      '¿Toma algún medicamento? Le pediré un análisis de sangre y un tratamiento de siete días.',
    ],
    [
      'Desde el accidente me duele la rodilla.',
      'En la exploración física hay inflamación; el diagnóstico es un esguince.',
    ],
    ['No duermo y he perdido peso.', 'Los síntomas indican un trastorno depresivo; empezamos con sertralina 50 mg.'],
  ],
  de: [
    [
      'Ich habe seit gestern Fieber und Schmerzen in der Brust.',
      'Nehmen Sie Medikamente? Wir machen eine Untersuchung und ein EKG.',
    ],
    [
      'Mir ist oft schwindelig.',
      'Der Blutdruck ist zu hoch; der Patient erhält Ramipril 5 mg, Kontrolle in zwei Wochen.',
    ],
    [
      'Seit Monaten habe ich keinen Antrieb.',
      'Die Diagnose ist eine depressive Störung, F32.1; Behandlung mit Sertralin.',
    ],
  ],
};

/** Friends who chat of nothing in particular. */
export const CHAT: Readonly<Record<string, Lines>> = {
  zh: [
    ['周末去看球赛吗？', '好啊，看完一起吃火锅。'],
    ['你喜欢什么音乐？', '我最近在听老歌，你呢？'],
    ['今天天气真好。', '是啊，适合出去玩。'],
    ['哈哈，你那只猫太可爱了。', '它昨天又把花瓶打翻了。'],
  ],
  es: [
    ['¿Vienes a la playa el fin de semana?', 'Claro, llevo la comida.'],
    ['¿Viste la película de ayer?', 'Sí, jaja, me dormí a la mitad.'],
    ['¿Qué equipo de fútbol te gusta?', 'Ninguno, prefiero el tenis.'],
  ],
  de: [
    ['Kommst du am Wochenende mit zum Fußball?', 'Gern, ich bringe Kuchen mit.'],
    ['Welche Musik hörst du?', 'Meistens Jazz, und du?'],
    ['Wie war der Urlaub?', 'Das Wetter war herrlich.'],
  ],
  fr: [
    ['Tu fais quoi ce week-end ?', 'Je vais voir un film avec ma sœur.'],
    ['Quelle musique aimes-tu ?', 'Un peu de tout, et toi ?'],
    ["C'était bien, les vacances ?", 'Oui, il a fait très beau.'],
  ],
};

/** What people ask a chat bot that knows things. */
export const GENERAL_KNOWLEDGE: Lines = [
  ['What is the capital of Portugal?', 'Lisbon.'],
  ['Who painted the ceiling of that chapel in Rome?', 'Michelangelo did.'],
  ['How far away is the moon?', 'About 384,000 kilometres.'],
  ['Do you know any jokes?', 'Why did the chicken cross the road? To get to the other side.'],
  ['What are you made of?', 'Of software, mostly.'],
  ['Which planet has the most moons?', 'Saturn, as far as we know.'],
  ['Good morning.', 'Good morning to you too.'],
  ['What year did the first of these telescopes start?', 'In 1990.'],
  ['Tell me something about gold.', 'It is a soft yellow metal that does not rust.'],
  ['Why is the sky blue?', 'Because air scatters short waves of light more than long ones.'],
  ['How many strings has a violin?', 'Four.'],
  ['What does a stock broker do?', 'He buys and sells shares for others.'],
];

/** Exercises of medicine: a question with its choices' answer, and what a study found. */
export const EXAM: readonly (readonly [string, string, string])[] = [
  [
    'A {34|61}-year-old {man|woman} presents with {fever and chest pain|weight loss and fatigue}. Laboratory studies show anemia. Which of the following is the most likely diagnosis?',
    '{Pneumonia|Iron deficiency|Pulmonary embolism}',
    'The acute onset and the laboratory results are typical of the disease.',
  ],
  [
    'Which drug is the treatment of choice in {acute mania|status epilepticus|hypothyroidism}?',
    '{Lithium|Lorazepam|Levothyroxine}',
    'It is the first line and contraindicated only in renal failure.',
  ],
  [
    'Is {early surgery|a statin|cognitive training} associated with lower mortality in patients with {stroke|heart failure|dementia}?',
    '{yes|no|maybe}',
    'In a cohort of 412 patients mortality did not differ between the groups; randomized trials are needed.',
  ],
  [
    'All are features of {schizophrenia|delirium|hepatic encephalopathy} except',
    '{tremor|clear consciousness|intact memory}',
    'The chronic course and the physical examination tell them apart.',
  ],
  [
    'The nerve injured in a fracture of the {humerus|fibula} is the',
    '{radial nerve|common peroneal nerve}',
    'It runs close to the bone, so that the fracture leads to weakness of the muscles.',
  ],
];

/** What people and counsellors say when a drink, a cigarette or a pill is to become less: motivational interviewing. */
export const CHANGE_TALK: Lines = [
  [
    'I guess I drink {four|five} nights a week.',
    'Would it be okay if I share some information about what that does over time?',
  ],
  [
    "I know smoking is bad for me, but it's the only break I get.",
    'So part of you wants to stop, and it is also how you rest.',
  ],
  ['I could maybe cut back to weekends.', 'On a scale from 0 to 10, how ready are you to make that change?'],
  ["I'd say a {four|seven}.", 'Why a {four|seven} and not a two?'],
  ['My wife thinks I have a problem.', 'And what do you think about your drinking yourself?'],
  [
    "I've tried before and it never worked.",
    'You kept trying, that shows it matters to you. What helped the last time, even for a day?',
  ],
  ['Yeah.', 'It sounds like you have your own reasons for wanting this to be different.'],
  [
    'I am not here because I want to be.',
    'It is up to you what you do with this hour; what would make it worth your while?',
  ],
];
