import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import { ExecutionIdSchema } from '../../contracts/events.ts';
import { OPERATIONS } from '../../contracts/operations.ts';
import type { Page } from '../create-app.ts';
import { parseInput } from '../parse-input.ts';
import { isKnown, toProblem } from '../problem.ts';
import { requestIdOf } from '../request-log.ts';
import type { Runs } from '../runs.ts';
import {
  listDocument,
  PAGE_POLICY,
  problemDocument,
  REPORT_POLICY,
  runDocument,
  SCRIPT,
  SCRIPT_PATH,
  STYLE,
  STYLE_PATH,
  savedReport,
} from './documents.ts';

export interface PageParts {
  readonly runs: Pick<Runs, 'status' | 'results' | 'list'>;
  readonly clock: () => number;
  /** The address of a run in the Temporal Web UI, or null where that is not known. */
  readonly temporalUiUrl: (executionId: string) => string | null;
}

const RunInput = z.strictObject({ execution_id: ExecutionIdSchema });

/** The pages for people: the list of runs, one run live, and its report to keep. */
export function createPages({ runs, clock, temporalUiUrl }: PageParts): Page[] {
  const read = async (path: Record<string, unknown>, rest: unknown) => {
    const { execution_id } = parseInput(RunInput, { path, rest });
    // The results last: whatever the state says is done is in them, so an ended run is never shown without its end.
    const state = await runs.status(execution_id);
    const results = await runs.results(execution_id);
    return { state, results, now: new Date(clock()).toISOString(), temporalUiUrl: temporalUiUrl(execution_id) };
  };
  return [
    {
      path: '/runs',
      role: 'viewer',
      handle: forPeople(async (request, response) => {
        const filter = parseInput(OPERATIONS.list.input, { path: {}, rest: request.query });
        sendPage(response, listDocument(await runs.list(filter), { status: filter.status }));
      }),
    },
    {
      path: '/runs/{execution_id}',
      role: 'viewer',
      handle: forPeople(async (request, response) => {
        const { results, ...view } = await read(request.params, request.query);
        sendPage(response, runDocument(view, results));
      }),
    },
    {
      path: '/runs/{execution_id}/report.html',
      role: 'viewer',
      handle: forPeople(async (request, response) => {
        const { results, ...view } = await read(request.params, request.query);
        response.set('Content-Disposition', `attachment; filename="report-${view.state.execution_id}.html"`);
        sendPage(response, savedReport(view, results), REPORT_POLICY);
      }),
    },
    { path: STYLE_PATH, role: 'public', handle: sendAsset('text/css', STYLE) },
    { path: SCRIPT_PATH, role: 'public', handle: sendAsset('text/javascript', SCRIPT) },
  ];
}

function sendPage(response: Response, text: string, policy = PAGE_POLICY): void {
  response.set({ 'Content-Security-Policy': policy, 'Content-Type': 'text/html; charset=utf-8' }).send(text);
}

/** The path has a digest of the content: whoever has it never needs to ask again. */
function sendAsset(type: string, text: string): RequestHandler {
  return (_request, response) => {
    response.set({ 'Cache-Control': 'public, max-age=31536000, immutable', 'Content-Type': `${type}; charset=utf-8` });
    response.send(text);
  };
}

/** Errors that a person may read become a page; a defect goes the way of all defects. */
function forPeople(handle: (...call: Parameters<RequestHandler>) => Promise<void>): RequestHandler {
  return async (request, response, next) => {
    try {
      await handle(request, response, next);
    } catch (error) {
      if (!isKnown(error)) throw error;
      const problem = toProblem(error, { path: request.path, requestId: requestIdOf(response) });
      response.status(problem.status);
      sendPage(response, problemDocument(problem));
    }
  };
}
