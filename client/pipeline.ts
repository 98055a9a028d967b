import type { LiveEvent } from '../contracts/events.ts';
import type { RunState } from '../contracts/run.ts';
import { readEvents } from './events.ts';
import {
  type Caller,
  type CallOptions,
  type ConnectionOptions,
  createCaller,
  type OperationAnswer,
  type OperationRequest,
} from './http.ts';
import { readReport } from './report.ts';

type Options = Pick<CallOptions, 'signal'>;
/** Metadata of an answer stands for its dataset. Whether it names one is for the gateway to say. */
type Question<N extends 'validateDataset' | 'selectStyle'> = Omit<OperationRequest<N>, 'dataset_metadata'> & {
  dataset_metadata?: object | undefined;
};
type StartOptions = Pick<CallOptions, 'signal' | 'idempotencyKey'>;

/**
 * The pipeline as one object, over the HTTP API. Every request and answer is typed by the operation table; a call that
 * is safe to repeat is repeated while the gateway is away. Every method throws GatewayError where the gateway says no.
 */
export class DatasetTrainingPipeline {
  /** Any operation of the table by its name. */
  readonly call: Caller;
  private readonly connection: ConnectionOptions;

  constructor(connection: ConnectionOptions = {}) {
    this.connection = connection;
    this.call = createCaller(connection);
  }

  /** What a dataset is: category, confidence, evidence, metadata. */
  categorizeDataset(request: OperationRequest<'categorizeDataset'>, options: Options = {}) {
    return this.call('categorizeDataset', request, options);
  }

  /** The style a run would take, ranked with reasons. */
  selectTrainingStyle(request: Question<'selectStyle'>, options: Options = {}) {
    return this.call('selectStyle', request as OperationRequest<'selectStyle'>, options);
  }

  /** Completes and checks the settings of a style. */
  configureTraining(request: OperationRequest<'configureTraining'>, options: Options = {}) {
    return this.call('configureTraining', request, options);
  }

  getTaxonomyInfo(options: Options = {}) {
    return this.call('taxonomy', {}, options);
  }

  getTrainingStylesInfo(options: Options = {}) {
    return this.call('styles', {}, options);
  }

  /** Whether a run could be started on a dataset, what it would be taken for, and what is recommended. */
  async validateDatasetPipeline(question: Question<'validateDataset'>, options: Options = {}) {
    const request = question as OperationRequest<'validateDataset'>;
    const validated = await this.call('validateDataset', request, options);
    const categorization = await this.call('categorizeDataset', request, options);
    const recommendations = await this.call('datasetRecommendations', request, options);
    const { valid, errors: validation_errors, validation_timestamp } = validated;
    return { valid, categorization, recommendations, validation_errors, validation_timestamp };
  }

  /** From the file to the judged model: what it is, which style it gets, the run, and its results once it has ended. */
  async processDatasetEndToEnd(request: OperationRequest<'execute'>, options: StartOptions = {}) {
    const { dataset_path, dataset_id, format, sample_size, consent } = request;
    const question = { dataset_path, dataset_id, format, sample_size, consent };
    const categorization = await this.categorizeDataset(question, options);
    const style_selection = await this.selectTrainingStyle(question, options);
    const { execution_id } = await this.executeTrainingPipeline(request, options);
    const status = await this.waitForEnd(execution_id, options);
    const results = await this.getTrainingResults(execution_id, options);
    return { execution_id, categorization, style_selection, configuration: results.config, status, results };
  }

  /** Starts a run; the same idempotency key starts it once however often this is called. */
  executeTrainingPipeline(request: OperationRequest<'execute'>, options: StartOptions = {}) {
    return this.call('execute', request, options);
  }

  async getPipelineStatus(executionId: string, options: Options = {}): Promise<RunState> {
    return (await this.call('status', { execution_id: executionId }, options)) as RunState;
  }

  getTrainingResults(executionId: string, options: Options = {}): Promise<OperationAnswer<'results'>> {
    return this.call('results', { execution_id: executionId }, options);
  }

  /** The report of a run as one HTML page that needs nothing else. */
  getReport(executionId: string, options: Options = {}): Promise<Uint8Array> {
    return readReport(this.connection, executionId, options);
  }

  cancelPipeline(executionId: string, request: { reason?: string; by?: string } = {}, options: Options = {}) {
    return this.call('cancel', { execution_id: executionId, ...request }, options);
  }

  /** Runs that have not ended. */
  async listActiveExecutions(options: Options = {}) {
    const active: OperationAnswer<'list'>['executions'] = [];
    let cursor: string | undefined;
    do {
      const page = await this.call('list', { limit: 500, cursor }, options);
      active.push(...page.executions.filter(({ end_time }) => end_time === null));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    return active;
  }

  /** The events of a run until its end; `after` is the number of the last one already seen. */
  events(executionId: string, options: Options & { after?: number } = {}): AsyncIterable<LiveEvent> {
    return readEvents(this.connection, executionId, options);
  }

  /** Waits until a run has ended, or needs a person, and answers its state. */
  async waitForEnd(executionId: string, options: Options = {}): Promise<RunState> {
    for await (const { type } of this.events(executionId, options)) {
      if (type === 'completion' || type === 'needs_attention') break;
    }
    return this.getPipelineStatus(executionId, options);
  }
}
