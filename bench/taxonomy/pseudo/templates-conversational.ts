import * as make from './content.ts';
import type { Dice } from './layouts.ts';
import { either, emotionLabels, none, pairs, rows, type Template, talks, texts } from './template-parts.ts';

export const CONVERSATIONAL_TEMPLATES: readonly Template[] = [
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
      familyOrWork(),
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
    name: 'forum posts',
    category: 'conversational',
    right: ['peer_support'],
    open: ['support_interactions', 'empathetic_conversations'],
    draw: texts(
      (d) => (d.chance(0.6) ? make.seeker(d) : make.peerReply(d)),
      either(
        (_d, i) => ({ thread: i, replies: ['same here'] }),
        (_d, i) => ({ thread_id: i >> 2, author: `m${i}`, likes: i % 5 }),
        (d, i) => ({ subreddit: d.pick(['ptsd', 'grief']), score: i, created_utc: i }),
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
    name: 'advice in another language',
    category: 'conversational',
    right: ['counseling_sessions', 'therapeutic_conversations'],
    open: ['support_interactions', 'empathetic_conversations', 'peer_support'],
    draw: (dice) => {
      const language = dice.pick(make.tonguesOf('advice'));
      const line = (d: Dice) => make.talkIn(d, { kind: 'advice', language, names: ['q', 'a'] });
      return dice.chance(0.5)
        ? pairs(
            (d) => line(d)[0]?.text ?? '',
            (d) => line(d)[1]?.text ?? '',
          )(dice)
        : rows((d, i) => ({
            questionID: i,
            question: line(d)[0]?.text,
            description: line(d)[0]?.text,
            keywords: 'x',
            answers: [{ answer_text: line(d)[1]?.text, has_label: false }],
          }))();
    },
  },
  {
    name: 'questions of general knowledge',
    category: 'conversational',
    right: [],
    draw: (dice) => {
      const line = (d: Dice) => make.generalKnowledge(d);
      return pairs(
        (d) => line(d)[0],
        (d) => line(d)[1],
      )(dice);
    },
  },
  {
    name: 'chat in another language',
    category: 'conversational',
    right: [],
    draw: (dice) => {
      const language = dice.pick(make.tonguesOf('chat'));
      const names = dice.pick([
        ['A', 'B'],
        ['user', 'assistant'],
        ['Speaker 1', 'Speaker 2'],
      ] as const);
      return talks((d) => make.talkIn(d, { kind: 'chat', language, names }))(dice);
    },
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

function familyOrWork() {
  return either(none, (d: Dice) => ({ topic: d.pick(['family', 'work']) }));
}
