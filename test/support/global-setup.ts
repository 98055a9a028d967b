import { defineSearchAttributeKey } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { TestProject } from 'vitest/node';
import { SEARCH_ATTRIBUTES } from '../../contracts/ids.ts';
import { findTemporalBinary } from '../../local/temporal-binary.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    temporalAddress: string;
  }
}

/** One real dev server for all test files; each file has its own task queue. */
export default async function setup(project: TestProject) {
  const { path } = await findTemporalBinary({ log: (line) => process.stderr.write(`${line}\n`) });
  const environment = await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path },
      searchAttributes: SEARCH_ATTRIBUTES.map((name) => defineSearchAttributeKey(name, 'KEYWORD')),
      log: { format: 'pretty', level: 'error' },
    },
  });
  project.provide('temporalAddress', environment.address);
  return () => environment.teardown();
}
