import { type PseudoDataset, type Row, rollDice } from './layouts.ts';
import { TEMPLATES } from './templates.ts';

const ROWS_MIN = 24;
const ROWS_MORE = 40;

/** Small datasets of our own writing, `perTemplate` of each template, with their truth. The same number, the same datasets. */
export function makePseudoDatasets(perTemplate: number): PseudoDataset[] {
  return TEMPLATES.flatMap((template, t) =>
    Array.from({ length: perTemplate }, (_, n): PseudoDataset => {
      const dice = rollDice(1 + t * 1009 + n * 7919);
      const draw = template.draw(dice);
      const wanted = ROWS_MIN + dice.below(ROWS_MORE);
      const rows: Row[] = [];
      for (let i = 0; i < wanted; i++) rows.push(...draw(dice, i));
      return {
        template: template.name,
        category: template.category,
        subcategories: template.right,
        open: template.open ?? [],
        rows,
      };
    }),
  );
}
