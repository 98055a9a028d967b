type Lines = readonly (readonly [string, string])[];

/** Sessions, in further languages: what a client says, what the therapist answers. */
export const MORE_THERAPY: Readonly<Record<string, Lines>> = {
  ko: [
    ['요즘 너무 불안해서 잠을 못 자요.', '많이 힘드셨겠어요. 그 불안은 언제 시작됐나요?'],
    ['아무것도 하기 싫고 우울해요.', '그런 마음이 들 때 어떤 생각이 떠오르시나요? 상담에서 같이 살펴봐요.'],
    ['엄마랑 매일 싸워요.', '그때 어떤 기분을 느끼셨어요? 조금 더 이야기해 주세요.'],
  ],
  ja: [
    ['最近ずっと不安で眠れません。', 'それは辛かったですね。いつ頃からですか。教えてください。'],
    ['仕事に行くのが怖いです。', 'その時どんな気持ちになりますか。カウンセリングで一緒に考えましょう。'],
    ['自分には価値がないと思います。', 'そう思うようになったきっかけを話してみませんか。'],
  ],
  ru: [
    ['Мне всё время тревожно, я не сплю.', 'Понимаю, это тяжело. Когда это началось? Расскажите подробнее.'],
    ['Я чувствую себя одиноким.', 'Что вы чувствуете в такие минуты? Психолог здесь, чтобы помочь.'],
  ],
  pt: [
    ['Sinto muita ansiedade e não durmo.', 'Sinto muito. Como você se sente agora? Me conte mais.'],
    [
      'Tenho medo de ficar sozinha.',
      'Na próxima sessão de terapia podemos olhar esse medo. O que passa pela sua cabeça?',
    ],
  ],
  it: [
    ['Mi sento solo e ho sempre ansia.', 'Mi dispiace. Che cosa prova in quei momenti? Mi racconti.'],
    ['Non riesco a dormire, ho paura.', 'In terapia possiamo guardare questa paura. Da quando è così?'],
  ],
  hi: [
    ['मुझे बहुत चिंता होती है और नींद नहीं आती।', 'मैं समझ सकता हूँ। आपको कैसा महसूस होता है? बताइए।'],
    ['मैं बहुत अकेला और उदास हूँ।', 'यह कब से है? थेरेपी में हम साथ देखेंगे।'],
  ],
  ar: [
    ['أشعر بالقلق كل ليلة ولا أنام.', 'أتفهم ذلك. كيف تشعر الآن؟ أخبرني المزيد.'],
    ['أنا حزين ووحيد جدا.', 'أنا هنا معك. متى بدأ هذا؟ سنعمل عليه في جلسة العلاج النفسي.'],
  ],
};

/** What patients ask and doctors answer. */
export const MORE_DOCTOR: Readonly<Record<string, Lines>> = {
  ko: [
    ['두통과 발열이 사흘째예요.', '복용 중인 약물이 있나요? 혈압 검사를 하고 처방해 드리겠습니다.'],
    [
      '잠을 못 자고 식욕이 없어요. 무슨 질환인가요?',
      '증상이 이 주 넘게 이어지면 우울 장애 진단을 위해 병원에서 진료를 받으세요.',
    ],
  ],
  ja: [
    ['三日前から頭痛と発熱があります。', '他の症状はありますか。病院で検査を受けてください。薬を処方します。'],
    ['眠れず食欲もありません。', '二週間続くならうつ病の診断のため医師の診察を受けてください。'],
  ],
  ru: [
    ['Третий день головная боль и температура.', 'Какие лекарства вы принимаете? Врач назначит обследование.'],
    ['У меня бессонница, какой это диагноз?', 'Такие симптомы бывают при депрессии, обратитесь к врачу.'],
  ],
  hi: [
    ['मुझे तीन दिन से सिरदर्द और बुखार है।', 'क्या आप कोई दवा ले रहे हैं? डॉक्टर को दिखाइए और जाँच कराइए।'],
    ['मुझे नींद नहीं आती और भूख कम है।', 'ये अवसाद के लक्षण हो सकते हैं। निदान के लिए अस्पताल जाइए। क्या यह रोज होता है?'],
    ['पिछले दो हफ्तों में आपका मन कैसा रहा?', 'ज्यादातर दिन उदास, थकान और काम में मन नहीं लगता।'],
  ],
  ar: [
    ['عندي صداع وحمى منذ ثلاثة أيام.', 'هل تتناول أي دواء؟ راجع الطبيب لإجراء الفحص.'],
    ['ما أعراض الاكتئاب؟', 'الأرق وفقدان الشهية والحزن، والتشخيص يكون عند طبيب.'],
  ],
  pt: [
    [
      'Tenho dor de cabeça e febre.',
      'Há quanto tempo tem esses sintomas? O médico pode pedir exames e receitar remédio.',
    ],
  ],
  it: [
    [
      'Ho mal di testa e febbre da giorni.',
      'Prende farmaci? Questi sintomi vanno visti da un medico, in ospedale se peggiora.',
    ],
  ],
};

/** Everyday chat. */
export const MORE_CHAT: Readonly<Record<string, Lines>> = {
  ko: [
    ['안녕! 주말에 뭐 했어?', '영화 봤어. 진짜 재밌더라.'],
    ['좋아하는 음식이 뭐야?', '떡볶이 좋아해. 매운 게 맛있어.'],
    ['날씨가 너무 좋다.', '산책하러 나가자. 강아지도 데리고.'],
  ],
  ja: [
    ['こんにちは、趣味は何ですか。', '旅行と音楽が好きです。'],
    ['今日は天気がいいですね。', 'そうですね、散歩に行きたいです。'],
    ['週末は何をしましたか。', '友達と映画を見ました。楽しかったです。'],
  ],
  ru: [
    ['Привет! Что делал на выходных?', 'Смотрел фильм и гулял с собакой.'],
    ['Какую музыку любишь?', 'Люблю рок, а ты?'],
  ],
  it: [
    ['Ciao! Che lavoro fai?', 'Faccio il cuoco e mi piace il calcio.'],
    ['Hai animali?', 'Ho un cane e un gatto, e tu?'],
  ],
  pt: [
    ['Oi, tudo bem? O que você gosta de fazer?', 'Gosto de viajar e de futebol.'],
    ['Viu algum filme?', 'Vi ontem no cinema, muito bom.'],
  ],
  hi: [
    ['नमस्ते, आपको क्या पसंद है?', 'मुझे क्रिकेट और फिल्म पसंद है।'],
    ['आज मौसम अच्छा है।', 'हाँ, चलो घूमने चलते हैं।'],
  ],
  ar: [
    ['مرحبا، ماذا تحب أن تفعل؟', 'أحب كرة القدم والموسيقى.'],
    ['هل شاهدت فيلما جديدا؟', 'نعم، كان جميلا.'],
  ],
  tr: [
    ['Merhaba, hafta sonu ne yaptın?', 'Film izledim, futbol seviyorum.'],
    ['Hangi müziği seversin?', 'Rock seviyorum, ya sen?'],
  ],
};

/** What people in need ask and advisers answer. */
export const MORE_ADVICE: Readonly<Record<string, Lines>> = {
  ko: [
    [
      '친구 관계 때문에 고민이에요. 너무 힘들어요.',
      '고민이 많으셨군요. 먼저 솔직하게 이야기해 보세요. 전문 상담도 좋을 것 같아요.',
    ],
    ['취업 스트레스로 우울해요.', '그러셨군요. 하루에 한 가지씩 해보세요. 괜찮아요.'],
  ],
  ja: [['人間関係に悩んでいます。', 'お気持ちわかります。まずは信頼できる人に相談してみてください。']],
  ru: [['Не могу найти друзей, грустно.', 'Понимаю вас. Советую начать с малого, попробуйте написать первому.']],
  it: [
    [
      'Non parlo più con mia sorella e sto male.',
      'Mi dispiace. Ti consiglio di scriverle, potresti parlare con uno psicologo.',
    ],
  ],
  pt: [
    [
      'Meu namorado me deixou e choro muito.',
      'Sinto muito. Você pode conversar com amigos; recomendo procurar um psicólogo.',
    ],
  ],
  hi: [['मेरे परिवार में बहुत तनाव है।', 'मुझे खेद है। मेरी सलाह है कि शांत समय पर बात करें। आप कर सकते हैं।']],
  ar: [['أعاني من ضغط في العمل.', 'أتفهم ذلك. أنصحك بالراحة، ويمكنك طلب استشارة.']],
};
