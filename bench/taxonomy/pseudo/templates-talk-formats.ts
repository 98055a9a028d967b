import * as make from './content.ts';
import { type Dice, say, type Turn } from './layouts.ts';
import { oneOf, rows, type Template, talks } from './template-parts.ts';
import { REVIEWS, SHORT_POSTS } from './text-formats.ts';

const review = (d: Dice) => say(d, d.pick(REVIEWS));
const shortPost = (d: Dice) => say(d, d.pick(SHORT_POSTS));
const cbt = (d: Dice) => make.school(d, 'cognitive_behavioral_therapy');
const spoken = (turns: readonly Turn[]) => turns.map(({ who, text }) => `${who}: ${text}`).join('\n');

/** Layouts of published conversations, sessions and multimodal data, more as they are than the other templates. */
export const TALK_FORMAT_TEMPLATES: readonly Template[] = [
  {
    name: 'short posts by illness',
    category: 'conversational',
    right: ['peer_support'],
    open: ['empathetic_conversations', 'therapeutic_conversations'],
    draw: oneOf(
      (d) => ({ text: `${shortPost(d)} ${shortPost(d)}`, label: d.below(2) }),
      (d) => ({
        title: shortPost(d),
        selftext: `${make.post(d)} ${shortPost(d)}`,
        subreddit: d.pick(['depression', 'Anxiety']),
        score: d.below(90),
      }),
      (d, i) => ({
        PID: i,
        'Text data': `${make.post(d)} ${shortPost(d)}`,
        Label: d.pick(['moderate', 'severe', 'not depression']),
      }),
      (d) => ({ clean_text: shortPost(d), is_depression: d.below(2) }),
      (d) => ({ statement: shortPost(d), status: d.pick(['Anxiety', 'Normal', 'Depression', 'Stress']) }),
    ),
  },
  {
    name: 'everyday talk with personas of people',
    category: 'conversational',
    right: [],
    draw: (dice) => {
      const tongue = dice.chance(0.4) ? dice.pick(make.tonguesOf('chat')) : null;
      return (d, i) => {
        const turns =
          tongue === null
            ? make.smallTalk(d, ['A', 'B'])
            : make.talkIn(d, { kind: 'chat', language: tongue, names: ['A', 'B'] });
        return [
          {
            dialogue_id: i,
            interlocutors: ['A', 'B'],
            utterances: turns.map(({ who, text }, n) => ({ utterance_id: n, interlocutor_id: who, text })),
          },
        ];
      };
    },
  },
  {
    name: 'talk to get something done',
    category: 'conversational',
    right: ['support_interactions'],
    draw: oneOf(
      (d, i) => ({
        dialogue_id: `d${i}`,
        services: ['restaurant'],
        goal: 'book a table',
        turns: make.service(d).map(({ text }, n) => ({ speaker: n % 2 === 0 ? 'USER' : 'SYSTEM', utterance: text })),
      }),
      (d, i) => ({
        conversation_id: i,
        instruction_id: 'pizza',
        utterances: make
          .service(d)
          .map(({ text }, index) => ({ index, speaker: index % 2 === 0 ? 'USER' : 'ASSISTANT', text })),
      }),
    ),
  },
  {
    name: 'situations and feelings',
    category: 'conversational',
    right: ['empathetic_conversations'],
    draw: oneOf(
      (d, i) => ({
        conv_id: `hit:${i}`,
        utterance_idx: 1,
        context: d.pick(['proud', 'afraid']),
        prompt: make.story(d),
        speaker_idx: d.below(2),
        utterance: make.story(d),
        selfeval: '5|5|5',
      }),
      (d) => ({
        situation: make.story(d),
        emotion: d.pick(['joyful', 'lonely']),
        utterances: make.empathic(d).map(({ text }) => text),
      }),
      (d) => ({ seeker_post: make.post(d), response_post: make.peerReply(d), level: d.below(3) }),
    ),
  },
  {
    name: 'counselling as chat logs',
    category: 'conversational',
    right: ['counseling_sessions', 'therapeutic_conversations'],
    draw: oneOf(
      (d) => ({ text: `<HUMAN>: ${make.seeker(d)}\n<ASSISTANT>: ${make.advice(d)}` }),
      (d) => ({
        questionTitle: make.seeker(d),
        questionText: make.post(d),
        answerText: make.advice(d),
        topic: 'anxiety',
      }),
      (d) => ({
        instruction: 'You are a counsellor. Answer the person.',
        input: make.seeker(d),
        output: `${make.advice(d)} ${make.advice(d)}`,
      }),
    ),
  },
  {
    name: 'sessions as one text',
    category: 'therapeutic',
    right: ['humanistic_therapy', 'cognitive_behavioral_therapy'],
    draw: (dice) => {
      const talk = dice.pick([make.counselling, cbt, make.changeTalk]);
      return oneOf(
        (d, i) => ({ video_title: `session ${i}`, transcript: spoken(talk(d)) }),
        (d) => ({
          conversations: talk(d).map(({ who, text }) => ({
            role: /^(?:c|p|u)/i.test(who) ? 'client' : 'counselor',
            content: text,
          })),
        }),
        (d) => ({ Context: spoken(talk(d).slice(0, -1)), Response: talk(d).at(-1)?.text ?? '' }),
        (d) => ({
          messages: [
            { role: 'system', content: 'You are a therapist. Use open questions.' },
            ...talk(d).map(({ text }, n) => ({ role: n % 2 === 0 ? 'user' : 'assistant', content: text })),
          ],
        }),
      )(dice);
    },
  },
  {
    name: 'thoughts and their reframing',
    category: 'therapeutic',
    right: ['cognitive_behavioral_therapy'],
    draw: oneOf(
      (d) => ({
        situation: make.seeker(d),
        thought: 'I always fail.',
        reframe: 'I failed once and learned from it.',
        thinking_trap: d.pick(['catastrophizing', 'mind reading']),
      }),
      (d) => ({
        original_text: `${make.seeker(d)} I am useless.`,
        reframed_text: 'It was a hard day, and I did what I could.',
        strategy: d.pick(['growth', 'optimism', 'thankfulness']),
      }),
      (d) => ({
        thought: `Nobody likes me. ${make.seeker(d)}`,
        label: d.pick(['overgeneralization', 'personalization', 'no distortion']),
      }),
      (d) => ({ negative_thought: make.seeker(d), core_belief: 'I am not good enough', alternative: 'I can learn.' }),
    ),
  },
  {
    name: 'sessions in further languages',
    category: 'therapeutic',
    right: ['humanistic_therapy', 'cognitive_behavioral_therapy'],
    open: ['multilingual'],
    draw: (dice) => {
      const language = dice.pick(make.tonguesOf('therapy'));
      return talks((d) => make.talkIn(d, { kind: 'therapy', language, names: ['client', 'counselor'] }))(dice);
    },
  },
  {
    name: 'lines of films with their names',
    category: 'multimodal',
    right: ['text_video'],
    open: ['text_audio'],
    draw: oneOf(
      (d, i) => ({
        utterance: make.smallTalk(d)[0]?.text ?? '',
        speaker: 'RACHEL',
        show: 'FRIENDS',
        context: [make.comment(d)],
        id: `1_${i}`,
      }),
      (d, i) => ({ text: make.comment(d), video: `v${i}`, start: i, end: i + 3, emotion: d.pick(['anger', 'joy']) }),
      (d, i) => ({
        Utterance: make.comment(d),
        Emotion: d.pick(['anger', 'joy']),
        Dialogue_ID: i >> 3,
        Utterance_ID: i % 8,
        Season: 1,
        Episode: 3,
      }),
    ),
  },
  {
    name: 'talk about pictures that are sent',
    category: 'multimodal',
    right: [],
    open: ['text_video'],
    draw: rows((d, i) => ({
      dialogue_id: i,
      photo_id: `p/${i}`,
      photo_url: `https://example.org/${i}.jpg`,
      photo_description: review(d),
      dialogue: make.smallTalk(d).map(({ text }, n) => ({ user_id: n % 2, message: text })),
    })),
  },
  {
    name: 'labelled texts in several languages',
    category: 'multimodal',
    right: ['multilingual'],
    draw: () => (d, i) => {
      const language = d.pick(make.LANGUAGE_CODES);
      return [
        {
          ID: `${language}_${i}`,
          tweet: make.foreignTongue(d, language)[i % 2]?.text ?? '',
          label: d.pick(['positive', 'negative', 'neutral']),
        },
      ];
    },
  },
  {
    name: 'talks by norm and culture',
    category: 'multimodal',
    right: ['cultural_context'],
    open: ['multilingual', 'ai_generated'],
    draw: rows((d, i) => ({
      id: i,
      norm: make.culture(d),
      culture: d.pick(['Chinese', 'American', 'Indian']),
      status: d.pick(['adhere', 'violate']),
      dialogue: spoken(make.smallTalk(d)),
    })),
  },
];
