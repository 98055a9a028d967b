import type { StyleId } from '../../contracts/training.ts';

const GOALS = ['preference', 'next_turn', 'clusters', 'sequence', 'few_labels'] as const;
type Goal = (typeof GOALS)[number];

/** Words of an objective that ask for one kind of training; accuracy in general asks for none. */
const GOAL_WORDS: Record<Goal, RegExp> = {
  preference: /prefer|reward|align|ranking|best.?answer|outcome/i,
  next_turn: /retriev|next.?turn|represent|embed|response.?selection/i,
  clusters: /cluster|discover|segment|explor|topic.?model/i,
  sequence: /continual|incremental|lifelong|drift|sequential/i,
  few_labels: /few|scarce|low.?resource|limited.?label|new.?class|adapt/i,
};

/** The therapeutic domains of the taxonomy, and the words of an objective that name them. */
const DOMAIN_WORDS: Record<string, RegExp> = {
  anxiety: /anxi|panic|worr/i,
  depression: /depress/i,
  trauma: /trauma|ptsd|abuse/i,
  addiction: /addict|substance|alcohol|relapse/i,
  relationships: /relationship|marriage|couple|family/i,
  grief: /grief|bereave|mourn/i,
  stress: /stress|burn.?out/i,
  self_esteem: /self.?esteem|self.?worth/i,
  anger: /anger|aggress/i,
  eating_disorders: /eating|anorex|bulimi/i,
};

const SERVED: Record<StyleId, readonly Goal[]> = {
  few_shot: ['few_labels'],
  self_supervised: ['next_turn'],
  supervised: [],
  unsupervised: ['clusters'],
  reinforcement: ['preference'],
  transfer_learning: ['few_labels'],
  meta_learning: ['few_labels'],
  continual_learning: ['sequence'],
};

export function goalsOf(objective: string): Goal[] {
  return GOALS.filter((goal) => GOAL_WORDS[goal].test(objective));
}

export function domainsOf(objective: string): string[] {
  return Object.keys(DOMAIN_WORDS).filter((domain) => DOMAIN_WORDS[domain]?.test(objective));
}

export function servesGoal(style: StyleId, goals: readonly Goal[]): boolean {
  return SERVED[style].some((goal) => goals.includes(goal));
}
