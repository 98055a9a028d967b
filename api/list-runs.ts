import type { WorkflowExecutionInfo } from '@temporalio/client';
import { WORKFLOW_TYPE } from '../contracts/ids.ts';
import type { OperationInput, OperationOutput } from '../contracts/operations.ts';
import { STAGE_IDS } from '../contracts/stages.ts';
import { isTerminalRun, RUN_STATUSES, type RunStatus } from '../contracts/transitions.ts';
import { attributeKey } from './search-attributes.ts';
import { callServer, type TemporalParts } from './temporal-calls.ts';

type Filter = OperationInput<'list'>;
type Listed = Pick<OperationOutput<'list'>, 'executions' | 'total'>;

/** Runs of the namespace, newest first, and how many match in all. */
export async function listRuns(parts: TemporalParts, filter: Filter): Promise<Listed> {
  const query = toQuery(filter);
  return callServer(parts, async () => {
    const executions: Listed['executions'] = [];
    for await (const info of parts.client.workflow.list({ query, pageSize: filter.limit })) {
      executions.push(toRow(info));
      if (executions.length >= filter.limit) break;
    }
    // The server sorts open runs before ended ones and offers no other order; within the answer we sort by start.
    executions.sort((a, b) => b.start_time.localeCompare(a.start_time));
    return { executions, total: (await parts.client.workflow.count(query)).count };
  });
}

/** A run that Temporal ended could not say so in its own search attributes: the server's word comes first. */
const ENDED_BY_SERVER: Partial<Record<RunStatus, string>> = { failed: 'Terminated', timed_out: 'TimedOut' };

function toQuery({ status, stage, category }: Filter): string {
  const terms = [`WorkflowType = ${quote(WORKFLOW_TYPE)}`];
  if (stage !== undefined) terms.push(`Stage = ${quote(stage)}`);
  if (category !== undefined) terms.push(`Category = ${quote(category)}`);
  if (status !== undefined) {
    const said = `RunStatus = ${quote(status)}`;
    const byServer = ENDED_BY_SERVER[status];
    if (byServer !== undefined) terms.push(`(${said} OR ExecutionStatus = ${quote(byServer)})`);
    else terms.push(said, ...(isTerminalRun(status) ? [] : ["ExecutionStatus = 'Running'"]));
  }
  return terms.join(' AND ');
}

/** The schemas let no quote through; this holds even if one of them is loosened. */
const quote = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function toRow(info: WorkflowExecutionInfo): Listed['executions'][number] {
  const attribute = (name: Parameters<typeof attributeKey>[0]) => info.typedSearchAttributes.get(attributeKey(name));
  const status = toStatus(info.status.name, attribute('RunStatus'));
  const waitingFor = attribute('WaitingFor');
  return {
    execution_id: info.workflowId,
    status,
    current_stage: STAGE_IDS.find((id) => id === attribute('Stage')) ?? null,
    waiting_for: isTerminalRun(status) || waitingFor === 'nothing' ? null : (waitingFor ?? null),
    category: attribute('Category') ?? null,
    tenant: attribute('Tenant') ?? null,
    start_time: info.startTime.toISOString(),
    end_time: info.closeTime?.toISOString() ?? null,
  };
}

function toStatus(execution: WorkflowExecutionInfo['status']['name'], said: string | undefined): RunStatus {
  const own = RUN_STATUSES.find((status) => status === said);
  switch (execution) {
    case 'RUNNING':
    case 'PAUSED':
      return own ?? 'running';
    case 'COMPLETED':
      return 'completed';
    case 'CANCELLED':
      return 'cancelled';
    case 'TIMED_OUT':
      return 'timed_out';
    default:
      return own !== undefined && isTerminalRun(own) ? own : 'failed';
  }
}
