/** Our own writing: what models, makers of data sets and speakers of other languages write. */
export const MODEL_REPLIES: readonly string[] = [
  "I'm really sorry you're going through this. It's important to remember that you're not alone, and it's completely understandable to feel this way.\n\n1. **Breathe**: Take a deep breath and name five things you see.\n\n2. **Reach out**: Consider talking to someone you trust.",
  'Thank you for sharing that with me. It takes courage to open up. Here are some strategies that might help you navigate this journey: keep a routine, prioritize rest, and be kind to yourself.',
  "As an AI, I can't provide medical advice, but I'm here to listen. Feel free to tell me more about what you're experiencing.",
  "Absolutely! That's a great question. It sounds like you value creativity and connection. I would love to hear more about it!",
  "That's wonderful to hear! I'm so glad that you found something that brings you joy. What do you like most about it?",
  "I understand that you're feeling overwhelmed. It's important to take things one step at a time and to create a safe space for your emotions.",
  'Certainly! Here is a conversation between the two people as requested, with attention to tone and detail.',
];

export const CULTURE: readonly string[] = [
  'In {Japan|Korea} it is considered polite to {bow|use both hands} when you receive a gift, especially from elders.',
  'In our community people do not talk about depression; my parents say it is a matter of {family honor|faith}.',
  'During {Ramadan|Diwali|Lunar New Year} the whole family gathers, and refusing food may be seen as rude.',
  'As an immigrant I feel torn between the traditions of my parents and the customs here.',
  'In {Mexico|Nigeria|India} it is customary to greet the oldest person first.',
  'The elders decide together; individual wishes come after the harmony of the group, as in many collectivist cultures.',
  'Back home a marriage is arranged by both families, and saying no is a taboo.',
  'Talking about money with guests is a social norm that differs between cultures.',
  'My grandmother says our ancestors speak in dreams, but the counselor called it a symptom.',
  'In {Germany|Sweden} being five minutes late is considered rude, while in {Brazil|Kenya} it is normal.',
];

export const BIAS: readonly string[] = [
  'The {GROUP} man was a {doctor|thief|teacher} in the story.',
  '{GROUP} people are always {late|kind|loud} at work.',
  'My neighbour is {GROUP} and she is {bad|good} with money.',
  'The {GROUP} student could not {pay|solve} it.',
  'Everybody knows that {GROUP} women are {bossy|gentle}.',
  'We did not hire him because he is {GROUP}.',
];
export const GROUPS: readonly string[] = [
  'black',
  'white',
  'Asian',
  'Hispanic',
  'Muslim',
  'Christian',
  'Jewish',
  'gay',
  'poor',
  'old',
  'young',
  'disabled',
];

export const IDENTITY: readonly string[] = [
  'My name is {NAME} and my card number is {CARD}.',
  'Please send it to {NAME}, {STREET}, {CITY}.',
  'You can reach {NAME} at {PHONE} or {EMAIL}.',
  'Patient {NAME}, born {DATE}, was seen by Dr. {NAME} in {CITY}.',
  'I moved from {CITY} to {CITY} in {DATE}, says {NAME}.',
  'The account {IBAN} belongs to {NAME}.',
  'Call me on {PHONE}, I live at {STREET}.',
  '{NAME} from {CITY} asked about the limit of card {CARD}.',
];
export const NAMES: readonly string[] = [
  'Mara Lindqvist',
  'Tomas Okafor',
  'Priya Venkat',
  'John Abara',
  'Elena Petrova',
  'Kenji Mori',
  'Lucia Ferro',
  'Sam Whitford',
];

/** Lines of support and of everyday talk in other languages, a help seeker's and an answer. */
export const LANGUAGES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  en: [
    ['I feel anxious every morning before work.', 'I am sorry to hear that. When did it begin?'],
    ['What is your favourite film?', 'I like old comedies, and you?'],
    ['I cannot sleep since the funeral.', 'That must be very hard for you.'],
  ],
  es: [
    ['Me siento muy triste desde que murió mi padre.', 'Lamento mucho tu pérdida. ¿Quieres contarme más?'],
    ['Tengo ansiedad cuando salgo de casa.', 'Te entiendo. ¿Qué piensas en ese momento?'],
    ['¿Qué vas a hacer este fin de semana?', 'Voy a visitar a mis abuelos en el campo.'],
    ['No puedo dormir por el trabajo.', 'Podemos buscar juntos una manera de descansar.'],
  ],
  fr: [
    ['Je me sens seule depuis notre séparation.', 'Je comprends, ce doit être difficile pour vous.'],
    ["J'ai peur de parler devant les autres.", 'Depuis quand ressentez-vous cette peur ?'],
    ['Tu aimes la musique ?', "Oui, j'écoute surtout du jazz le soir."],
    ['Je dors mal et je pleure souvent.', 'Parlons de ce qui vous pèse le plus.'],
  ],
  de: [
    ['Ich habe jeden Tag Angst vor der Arbeit.', 'Das tut mir leid. Seit wann ist das so?'],
    ['Meine Mutter ist letzten Monat gestorben.', 'Das ist ein großer Verlust für Sie.'],
    ['Was machst du am Wochenende?', 'Ich gehe mit Freunden wandern.'],
    ['Ich kann nicht mehr schlafen und bin traurig.', 'Erzählen Sie mir bitte mehr davon.'],
  ],
  pt: [
    ['Estou muito cansado e sem vontade de nada.', 'Sinto muito. Há quanto tempo você se sente assim?'],
    ['Você gosta de futebol?', 'Gosto, mas prefiro jogar a assistir.'],
    ['Tenho medo de perder meu emprego.', 'Vamos conversar sobre esse medo.'],
  ],
  it: [
    ['Mi sento inutile da quando ho perso il lavoro.', 'Mi dispiace, deve essere molto difficile.'],
    ['Che cosa fai stasera?', 'Vado al cinema con mia sorella.'],
    ['Ho paura di restare solo.', 'Raccontami quando è cominciata questa paura.'],
  ],
  zh: [
    ['我最近很焦虑，晚上总是睡不着。', '我理解你的感受，能具体说说发生了什么吗？'],
    ['我觉得自己很没用，什么都做不好。', '听起来你对自己要求很高，这种感觉是从什么时候开始的？'],
    ['周末你想去看电影吗？', '好啊，我们下午一起去吧。'],
    ['我和父母的关系一直很紧张。', '我们可以一起看看，是什么让你们之间有了距离。'],
  ],
  ja: [
    ['最近眠れなくて、仕事がつらいです。', 'それは大変でしたね。いつからですか。'],
    ['人と話すのが怖いんです。', 'その気持ちをもう少し教えてください。'],
    ['週末は何をしますか。', '友達と映画を見に行きます。'],
  ],
  hi: [
    ['मुझे हर समय चिंता रहती है।', 'मैं समझ सकता हूँ, यह कब शुरू हुआ?'],
    ['मैं बहुत अकेला महसूस करता हूँ।', 'आप अकेले नहीं हैं, मुझे और बताइए।'],
    ['आज मौसम बहुत अच्छा है।', 'हाँ, चलो बाहर घूमने चलते हैं।'],
  ],
  ar: [
    ['أشعر بالحزن منذ وفاة أبي.', 'أنا آسف لسماع ذلك، حدثني أكثر.'],
    ['لا أستطيع النوم بسبب القلق.', 'متى بدأ هذا الشعور عندك؟'],
    ['ماذا ستفعل في نهاية الأسبوع؟', 'سأزور أصدقائي في المدينة.'],
  ],
  ru: [
    ['Мне очень тревожно каждое утро.', 'Я понимаю вас. Когда это началось?'],
    ['Я чувствую себя одиноким после развода.', 'Расскажите, пожалуйста, больше об этом.'],
    ['Какую музыку ты любишь?', 'Я слушаю рок и немного джаза.'],
  ],
  ko: [
    ['요즘 너무 불안해서 잠을 못 자요.', '많이 힘드셨겠어요. 언제부터 그랬나요?'],
    ['회사에 가기가 무서워요.', '그 마음을 조금 더 이야기해 주세요.'],
    ['주말에 뭐 할 거예요?', '친구들이랑 영화를 볼 거예요.'],
  ],
};

/** Talks of therapy in Chinese: client and therapist by turns. */
export const THERAPY_ZH: readonly (readonly [string, string])[] = [
  ['我总是觉得自己不够好，压力很大。', '我能感受到你承受了很多。你是怎么想到自己不够好的？'],
  ['我一想到考试就心慌，脑子一片空白。', '当你心慌的时候，脑海里出现的想法是什么？这可能是一种自动思维。'],
  ['我和丈夫经常吵架，我很难过。', '听起来这段婚姻让你很疲惫。吵架之后你的感受是什么？'],
  ['我觉得父母从来没有理解过我。', '童年的这些经历对你有很深的影响，我们可以一起看看。'],
  ['我试过放松，可是没有什么用。', '没关系，我们可以换一种思维模式，试着把消极想法写下来。'],
  ['谢谢你，我感觉好一些了。', '你已经迈出了很重要的一步，我会一直在这里倾听。'],
];

/** Texts about nothing of the kind: what the taxonomy does not know. */
export const FOREIGN: readonly string[] = [
  'Preheat the oven and whisk the flour with the sugar, then fold in the butter.',
  'The quarterly revenue rose by four percent on strong exports.',
  'function add(a, b) { return a + b; } // adds two numbers',
  'The battery lasts ten hours and the screen is bright, five stars.',
  'Section 4.2: the tenant shall keep the premises in good repair.',
  'The train to the coast leaves from platform nine at noon.',
  'Photosynthesis turns light into chemical energy in the leaves of plants.',
  'The committee approved the budget for the new bridge.',
  'Install the package, then run the tests in the folder.',
  'Shipping was slow but the jacket fits well.',
  'The river rises in the mountains and flows north for two hundred miles.',
  'Lorem ipsum dolor sit amet consectetur.',
];
