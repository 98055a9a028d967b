import * as make from './content.ts';
import type { Dice } from './layouts.ts';
import { audio, either, oneKind, pairs, rows, type Template, talks, texts, video } from './template-parts.ts';

export const MULTIMODAL_TEMPLATES: readonly Template[] = [
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
    name: 'lines with times',
    category: 'multimodal',
    right: ['text_video', 'text_audio'],
    draw: (dice) => {
      const [from, to] = dice.pick([
        ['start_time', 'end_time'],
        ['start', 'end'],
        ['begin_time', 'stop_time'],
      ] as const);
      const line = dice.pick([(d: Dice) => make.smallTalk(d)[d.below(2)]?.text ?? '', make.seeker, make.comment]);
      return (d, i) => [{ text: line(d), speaker: d.pick(['A', 'B']), [from]: i * 3, [to]: i * 3 + 2.5 }];
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
