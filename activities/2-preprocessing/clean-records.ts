import { basename, join } from 'node:path';
import {
  cleaningFindings,
  cleanMessage,
  createModalityCheck,
  createTemplatedness,
  structureTurns,
} from '../../analysis/cleaning.ts';
import { findCrisis } from '../../analysis/crisis.ts';
import { headOf, loadLanguageTeller, type TellLanguage } from '../../analysis/language.ts';
import type { CleanOutput, PipelineActivities, TransformOutput } from '../../contracts/activities.ts';
import { CLEANING_STEPS, type CleaningReport } from '../../contracts/cleaning.ts';
import type { CrisisPolicy } from '../../contracts/deidentification.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { type ActivityIo, defineActivity } from '../define.ts';
import { readShard, toRecordSet } from '../records-io.ts';
import { type BatchTransform, transformRecords } from '../transform.ts';

type Input = Parameters<PipelineActivities['cleanRecords']>[0];
type Steps = (typeof CLEANING_STEPS)[keyof typeof CLEANING_STEPS];

/**
 * Normalises text, does the steps of the category, and treats crisis content as the policy says: keep, tag, route to
 * shards of its own, or drop. Whatever the policy, such records are counted by type.
 */
export const cleanRecords = defineActivity<Input, Omit<CleanOutput, 'cached'>>({
  name: 'cleanRecords',
  version: 4,
  resumes: true,
  keyOf: ({ records, category, crisis_policy = 'tag' }) => ({ records: records.sha256, category, crisis_policy }),
  async run({ records, category, crisis_policy = 'tag' }, deps, io) {
    const steps = category === undefined ? [] : CLEANING_STEPS[category];
    const transform = createClean(steps, { policy: crisis_policy, tellLanguage: await loadLanguageTeller() });
    const { aside = [], ...output } = await transformRecords({
      ...{ step: 'cleanRecords', input: records, transform, resume: true, deps, io },
    });
    const figures = await measure(steps, output, io);
    const { counts, by_type, languages } = sortCounts(output.counts);
    const report: CleaningReport = {
      crisis: {
        policy: crisis_policy,
        record_count: counts.crisis_found ?? 0,
        by_type,
        routed: crisis_policy === 'route' ? toRecordSet(aside) : null,
      },
      ...figures,
      languages,
      findings: cleaningFindings(figures),
    };
    return { ...output, counts, report };
  },
});

/** What is counted by name goes into the report; languages do not stand among the steps as well. */
function sortCounts(all: Readonly<Record<string, number>>) {
  const under = (prefix: string) =>
    Object.fromEntries(
      Object.entries(all).flatMap(([name, count]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), count]] : [],
      ),
    );
  const { too_short = 0, not_clear = 0, ...by_language } = under('language_');
  const told = Object.values(by_language).reduce((sum, count) => sum + count, 0);
  return {
    counts: Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith('language_'))) as typeof all,
    by_type: under('crisis_type_'),
    languages: {
      record_count: told + too_short + not_clear,
      by_language,
      too_short_count: too_short,
      not_clear_count: not_clear,
    },
  };
}

function createClean(
  steps: Steps,
  { policy, tellLanguage }: { policy: CrisisPolicy; tellLanguage: TellLanguage },
): BatchTransform {
  return (records) => {
    const counts: Record<string, number> = { text_normalized: 0, empty_dropped: 0, crisis_found: 0, crisis_tagged: 0 };
    const add = (name: string, by = 1) => {
      counts[name] = (counts[name] ?? 0) + by;
    };
    const aside: ConversationRecord[] = [];
    const cleaned = records.flatMap((given): ConversationRecord[] => {
      const normalised = given.messages.map(cleanMessage);
      const filled = normalised.filter((message) => message.content !== '');
      if (filled.length === 0) {
        add('empty_dropped');
        return [];
      }
      if (normalised.some((message, i) => message.content !== given.messages[i]?.content)) add('text_normalized');
      const messages = steps.includes('structure_turns') ? structureTurns(filled) : filled;
      if (messages.length < filled.length) add('turns_joined', filled.length - messages.length);
      const language = tellLanguage(headOf(messages.map(({ content }) => content)));
      const record = { ...given, language };
      add(`language_${language.code ?? language.reason}`);
      const crisis = findCrisis({ ...record, messages });
      if (crisis.length === 0) return [{ ...record, messages }];
      add('crisis_found');
      for (const type of crisis) add(`crisis_type_${type}`);
      if (policy === 'keep') return [{ ...record, messages }];
      if (policy === 'drop') {
        add('crisis_dropped');
        return [];
      }
      const tags = [...new Set([...record.tags, ...crisis.map((type) => `crisis:${type}`)])];
      add(policy === 'route' ? 'crisis_routed' : 'crisis_tagged');
      if (policy === 'tag') return [{ ...record, messages, tags }];
      aside.push({ ...record, messages, tags });
      return [];
    });
    return { records: cleaned, counts, aside };
  };
}

/** The figures of the whole set, from the shards just written: they still lie in the attempt's own folder. */
async function measure(steps: Steps, output: Pick<TransformOutput, 'records'>, io: ActivityIo) {
  const templatedness = steps.includes('check_authenticity') ? createTemplatedness() : null;
  const modality = steps.includes('check_modality') ? createModalityCheck() : null;
  if (templatedness !== null || modality !== null) {
    const folder = await io.folder();
    const storage = { localPath: (uri: string) => join(folder, basename(uri)) };
    for (const shard of output.records.shards) {
      for await (const record of readShard(storage, shard)) {
        templatedness?.add(record);
        modality?.add(record);
      }
      await io.progress(1, 'measuring the cleaned set');
    }
  }
  return { templatedness: templatedness?.result() ?? null, modality: modality?.result() ?? null };
}
