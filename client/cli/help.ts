import { OPERATIONS, type OperationName } from '../../contracts/operations.ts';
import { commandOf, fieldsOf, flagOf, operationOf, UsageError } from './arguments.ts';
import { EXIT_CODES } from './exit-codes.ts';

/** Commands that are no single operation. */
export const OWN_COMMANDS: Record<string, { usage: string; summary: string }> = {
  report: { usage: 'EXECUTION_ID', summary: 'The report of a run as one HTML page; --out names the file' },
  events: {
    usage: 'EXECUTION_ID',
    summary: 'Each event of a run as it comes, until its end; --json for a JSON line each',
  },
  reproduce: { usage: 'MODEL_ID', summary: 'Train a model again from its data and compare every byte' },
  doctor: {
    usage: '',
    summary: 'Whether gateway, Temporal, storage and a worker answer, and what to do where one does not',
  },
  config: { usage: 'check', summary: 'Whether the settings in this environment are right' },
  completion: { usage: 'bash|zsh|fish', summary: 'A completion script for the shell' },
  help: { usage: '[COMMAND]', summary: 'This page, or that of a command' },
};

const GLOBAL_FLAGS = [
  ['--url ADDRESS', 'Gateway; PIPELINE_URL; http://127.0.0.1:8000'],
  ['--profile NAME', 'Address and token from a file of profiles; PIPELINE_PROFILE'],
  ['--json', 'The answer as JSON, for programs'],
  ['--watch', 'Follow the run to its end, with a bar for each stage'],
  ['--out FILE', 'Write the bytes of a file here instead of to standard output'],
] as const;

const names = Object.keys(OPERATIONS) as OperationName[];

export function overview(): string {
  const commands = [
    ...names.map((name) => [usageOf(name), OPERATIONS[name].summary] as const),
    ...Object.entries(OWN_COMMANDS).map(([name, { usage, summary }]) => [`${name} ${usage}`.trim(), summary] as const),
  ];
  return [
    'pipeline COMMAND … : start, follow and steer runs of the Dataset Training Pipeline',
    '',
    ...columns(commands),
    '',
    'With every command:',
    ...columns(GLOBAL_FLAGS),
    '',
    'Exit codes:',
    ...columns(Object.values(EXIT_CODES).map(({ code, meaning }) => [String(code), meaning] as const)),
  ].join('\n');
}

/** Errors: UsageError for a command that does not exist. */
export function commandHelp(command: string): string {
  const own = OWN_COMMANDS[command];
  if (own) return `pipeline ${command} ${own.usage}\n\n${own.summary}`;
  const name = operationOf(command);
  if (name === undefined) throw new UsageError(`unknown command ${command}; see pipeline help`);
  const { places, flags } = fieldsOf(name);
  const row = (said: string, { description, choices }: (typeof flags)[number]) =>
    [said, [description, choices.length > 0 ? choices.join(', ') : ''].filter(Boolean).join(': ')] as const;
  return [
    `pipeline ${usageOf(name)} [FLAGS]`,
    '',
    OPERATIONS[name].summary,
    '',
    ...columns([
      ...places.map((field) => row(`<${field.name}>`, field)),
      ...flags.map((field) => row(`--${flagOf(field.name)}${field.type === 'boolean' ? '' : ' VALUE'}`, field)),
      ['--set FIELD.FIELD=VALUE', 'Sets a field inside an object; JSON where it is JSON, else text'] as const,
    ]),
  ].join('\n');
}

function usageOf(name: OperationName): string {
  const { places } = fieldsOf(name);
  return [commandOf(name), ...places.map((place) => `<${place.name}>${place.type === 'list' ? '…' : ''}`)].join(' ');
}

const WIDTH_MAX = 40;

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(WIDTH_MAX, Math.max(...rows.map(([left]) => left.length)));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
