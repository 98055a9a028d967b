import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkCompose, checkDockerfile } from '../../deploy/check-compose.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const schema: object = JSON.parse(read('deploy/compose-spec.schema.json'));
const compose = read('docker-compose.yml');
const dockerfile = read('deploy/Dockerfile');

/** What compose replaces by a variable of the environment. */
const variable = (inner: string) => `$\{${inner}}`;

/** The compose file of the project with one thing changed; a change that hits nothing is a mistake of the test. */
function changed(from: string, to: string, text = compose): string {
  expect(text).toContain(from);
  return text.replaceAll(from, to);
}

describe('docker-compose.yml', () => {
  it('fits the Compose specification and our rules', () => {
    expect(checkCompose(compose, schema)).toEqual([]);
  });

  it.each([
    ['an unknown field', 'stop_grace_period', 'stop_grace_time', 'stop_grace_time (Compose specification)'],
    ['a field of the wrong type', 'init: true', 'init: [1]', '/init'],
    ['an image without a version', 'postgres:17.6-bookworm', 'postgres', 'image postgres is not pinned'],
    ['the tag latest', 'temporalio/ui:2.42.1', 'temporalio/ui:latest', 'is not pinned'],
    ['a major version only', 'postgres:17.6-bookworm', 'postgres:17', 'is not pinned'],
    ['a version from a variable', 'temporalio/ui:2.42.1', `temporalio/ui:${variable('UI')}`, 'is not pinned'],
    ['a writable file system', 'read_only: true\n  cap', 'read_only: false\n  cap', 'read_only must be true'],
    ['root', 'user: "999:999"', 'user: "0:0"', 'user must be set'],
    ['kept capabilities', 'cap_drop: [ALL]', 'cap_drop: [NET_RAW]', 'cap_drop must hold ALL'],
    ['new privileges', 'no-new-privileges:true', 'label:disable', 'no-new-privileges'],
    [
      'a port for the whole network',
      `127.0.0.1:${variable('PORT:-8000')}`,
      variable('PORT:-8000'),
      'on 127.0.0.1 only',
    ],
    ['a fixed container name', 'command: [node, worker/main.ts]', 'container_name: worker', 'from being scaled'],
    [
      'a service without a health check',
      'test: [CMD, pg_isready, --username, temporal]',
      'start_interval: 1s',
      'no healthcheck',
    ],
    [
      'a password in the file',
      variable('API_TOKEN:?set API_TOKEN to 16 characters or more'),
      'hunter2',
      'API_TOKEN must come',
    ],
    [
      'a password with a default',
      variable('API_TOKEN:?set API_TOKEN to 16 characters or more'),
      variable('API_TOKEN:-x'),
      'API_TOKEN must',
    ],
    ['a password in a URL', 'DATA_DIR: /data', 'DB_URL: postgres://me:secret@db/x', 'holds a password in a URL'],
    ['the Docker socket', 'data:/data', '/var/run/docker.sock:/data', 'Docker socket'],
  ])('with %s is refused', (_, from, to, problem) => {
    expect(checkCompose(changed(from, to), schema).join('\n')).toContain(problem);
  });

  it('that is not YAML is refused in one line', () => {
    expect(checkCompose('services: [', schema)).toEqual([expect.stringContaining('is not YAML')]);
  });

  it('starts one service that can be scaled: the worker has no port', () => {
    const broken = changed('command: [node, worker/main.ts]', "ports: ['127.0.0.1:9000:9000']");
    expect(checkCompose(broken, schema)).toContain('service worker: a host port keeps it from being scaled');
  });
});

describe('deploy/Dockerfile', () => {
  it('has a pinned base, a user and a health check', () => {
    expect(checkDockerfile(dockerfile)).toEqual([]);
  });

  it.each([
    ['an unpinned base', /^FROM .*$/m, 'FROM node:24-slim', 'not pinned'],
    ['root as the last user', /^USER .*$/m, 'USER root', 'another than root'],
    ['no user', /^USER .*$/m, '', 'another than root'],
    ['no health check', /^HEALTHCHECK/m, '#', 'no HEALTHCHECK'],
  ])('with %s is refused', (_, from, to, problem) => {
    expect(checkDockerfile(dockerfile.replace(from, to)).join('\n')).toContain(problem);
  });
});
