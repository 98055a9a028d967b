import * as make from './content.ts';
import { either, none, pairs, rows, session, type Template, talks, technique } from './template-parts.ts';

const SCHOOL_NAMES = {
  cognitive_behavioral_therapy: 'CBT',
  dialectical_behavior_therapy: 'DBT',
  psychodynamic_therapy: 'psychodynamic',
  humanistic_therapy: 'person-centered',
} as const;
export const THERAPEUTIC_TEMPLATES: readonly Template[] = [
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
    name: 'motivational interviews',
    category: 'therapeutic',
    right: ['humanistic_therapy'],
    open: ['cognitive_behavioral_therapy'],
    draw: talks(
      make.changeTalk,
      either(
        (d, i) => ({ mi_quality: d.pick(['high', 'low']), topic: 'reducing alcohol consumption', transcript_id: i }),
        (d) => ({ client_talk_type: d.pick(['change', 'neutral', 'sustain']), annotator_id: d.below(4) }),
        (_d, i) => ({ session: i, topic: 'smoking' }),
        none,
      ),
      ['named', 'transcript', 'utterances'],
    ),
  },
  {
    name: 'sessions in another language',
    category: 'therapeutic',
    right: ['humanistic_therapy', 'cognitive_behavioral_therapy'],
    open: ['psychodynamic_therapy'],
    draw: (dice) => {
      const language = dice.pick(make.tonguesOf('therapy'));
      const names = dice.pick([
        ['client', 'counselor'],
        ['client', 'therapist'],
        ['来访者', '咨询师'],
        ['user', 'psychologist'],
      ] as const);
      return talks((d) => make.talkIn(d, { kind: 'therapy', language, names }), session, [
        'named',
        'transcript',
        'utterances',
      ])(dice);
    },
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
