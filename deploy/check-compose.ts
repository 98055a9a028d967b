import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { z } from 'zod';

/**
 * Holds docker-compose.yml to the Compose specification's schema and to our rules, and the Dockerfile to a pinned
 * base and a user. No Docker is needed. `node deploy/check-compose.ts` exits 1 and prints a line for each problem.
 */

/** The parts that our rules look at; everything else is the schema's matter. */
const ServiceSchema = z.looseObject({
  image: z.string().optional(),
  user: z.string().optional(),
  read_only: z.boolean().optional(),
  privileged: z.boolean().optional(),
  container_name: z.string().optional(),
  network_mode: z.string().optional(),
  cap_drop: z.array(z.string()).default([]),
  cap_add: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  ports: z.array(z.unknown()).default([]),
  volumes: z.array(z.unknown()).default([]),
  environment: z.record(z.string(), z.unknown()).default({}),
  restart: z.string().default('no'),
  healthcheck: z.looseObject({ disable: z.boolean().optional(), test: z.unknown().optional() }).optional(),
});
type Service = z.infer<typeof ServiceSchema>;

/** What is wrong with a compose file: empty where nothing is. `schema` is compose-spec.schema.json, parsed. */
export function checkCompose(text: string, schema: object): string[] {
  let file: unknown;
  try {
    file = parse(text, { merge: true });
  } catch (error) {
    return [`is not YAML: ${error instanceof Error ? error.message.split('\n')[0] : error}`];
  }
  const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);
  if (!validate(file)) {
    return (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const field: unknown = params.additionalProperty ?? params.unevaluatedProperty;
      const what = typeof field === 'string' ? `: ${field}` : '';
      return `${instancePath || '/'} ${message}${what} (Compose specification)`;
    });
  }
  const parsed = z.object({ services: z.record(z.string(), ServiceSchema) }).safeParse(file);
  if (!parsed.success) {
    return parsed.error.issues.map((issue) => `/${issue.path.join('/')} ${issue.message} (write it the long way)`);
  }
  return Object.entries(parsed.data.services).flatMap(([name, service]) =>
    RULES.flatMap((rule) => rule(service, name)).map((problem) => `service ${name}: ${problem}`),
  );
}

/** What is wrong with a Dockerfile. */
export function checkDockerfile(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  const bases = lines.flatMap((line) => /^FROM\s+(?:--\S+\s+)*(\S+)/i.exec(line)?.[1] ?? []);
  const users = lines.flatMap((line) => /^USER\s+(\S+)/i.exec(line)?.[1] ?? []);
  const user = users.at(-1);
  return [
    ...(bases.length === 0 ? ['has no FROM'] : []),
    ...bases.filter((base) => !isPinned(base)).map((base) => `base image ${base} is not pinned to a version`),
    ...(user === undefined || isRoot(user) ? ['the last USER must be another than root'] : []),
    ...(lines.some((line) => /^HEALTHCHECK\s/i.test(line)) ? [] : ['has no HEALTHCHECK']),
  ];
}

type Rule = (service: Service, name: string) => string[];
const when = (wrong: boolean, problem: string) => (wrong ? [problem] : []);

const RULES: readonly Rule[] = [
  ({ image }) => when(image === undefined || !isPinned(image), `image ${image ?? '(none)'} is not pinned to a version`),
  ({ user }) => when(user === undefined || isRoot(user), 'user must be set, and another than root'),
  ({ read_only }) => when(read_only !== true, 'read_only must be true'),
  ({ cap_drop, cap_add }) => [
    ...when(!cap_drop.includes('ALL'), 'cap_drop must hold ALL'),
    ...when(cap_add.length > 0, 'cap_add is not allowed'),
  ],
  ({ security_opt }) =>
    when(!security_opt.includes('no-new-privileges:true'), 'security_opt must hold no-new-privileges:true'),
  ({ privileged, network_mode }) => [
    ...when(privileged === true, 'privileged is not allowed'),
    ...when(network_mode === 'host', 'network_mode host is not allowed'),
  ],
  ({ container_name }) => when(container_name !== undefined, 'container_name keeps it from being scaled'),
  ({ ports }) =>
    ports
      .filter((port) => !isLoopbackPort(port))
      .map((port) => `port ${JSON.stringify(port)} must be published on 127.0.0.1 only`),
  ({ ports }, name) => when(name === 'worker' && ports.length > 0, 'a host port keeps it from being scaled'),
  // A service that runs once and ends has nothing to ask.
  ({ healthcheck, restart }) =>
    when(
      !restart.startsWith('on-failure') && (healthcheck?.test === undefined || healthcheck.disable === true),
      'has no healthcheck',
    ),
  ({ volumes }) => when(JSON.stringify(volumes).includes('docker.sock'), 'the Docker socket must not be mounted'),
  ({ environment }) =>
    Object.entries(environment)
      .filter(([key, value]) => isSecretName(key) && !isRequiredVariable(value))
      .map(([key]) => `${key} must come from the environment, as \${${key}:?what to set}`),
  ({ environment }) =>
    Object.entries(environment)
      .filter(([, value]) => /\/\/[^/@$]*:[^/@$]+@/.test(String(value)))
      .map(([key]) => `${key} holds a password in a URL`),
];

/** A tag with at least major.minor, or a digest; variables are not looked into, so they are not pinned. */
function isPinned(image: string): boolean {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return true;
  const tag = /:([^:/@]+)$/.exec(image)?.[1];
  return tag !== undefined && /(^|[^0-9])\d+\.\d+/.test(tag) && !/latest|\$/.test(image);
}

function isRoot(user: string): boolean {
  return ['', '0', 'root'].includes(user.split(':')[0] ?? '');
}

function isLoopbackPort(port: unknown): boolean {
  if (typeof port === 'string') return port.startsWith('127.0.0.1:');
  return typeof port === 'object' && port !== null && 'host_ip' in port && port.host_ip === '127.0.0.1';
}

const isSecretName = (name: string) => /PASS|PWD|TOKEN|SECRET|CREDENTIAL|(^|_)KEY$/i.test(name);
const isRequiredVariable = (value: unknown) => typeof value === 'string' && /^\$\{[A-Z_]+:\?[^}]+\}$/.test(value);

if (import.meta.main) {
  const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');
  const schema: object = JSON.parse(await read('./compose-spec.schema.json'));
  const problems = [
    ...checkCompose(await read('../docker-compose.yml'), schema).map((problem) => `docker-compose.yml: ${problem}`),
    ...checkDockerfile(await read('./Dockerfile')).map((problem) => `deploy/Dockerfile: ${problem}`),
  ];
  for (const problem of problems) console.error(problem);
  if (problems.length === 0)
    console.log('docker-compose.yml and deploy/Dockerfile fit the specification and our rules');
  process.exitCode = problems.length === 0 ? 0 : 1;
}
