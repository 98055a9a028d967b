import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type ConnectionOptions, DEFAULT_URL } from '../http.ts';
import { UsageError } from './arguments.ts';

const ProfilesSchema = z.record(
  z.string(),
  z.strictObject({ url: z.url({ protocol: /^https?$/ }), token: z.string().min(1).optional() }),
);

/** Where profiles lie: PIPELINE_PROFILES, else below XDG_CONFIG_HOME or ~/.config. */
export function profilesFile(env: NodeJS.ProcessEnv): string {
  const base = env.XDG_CONFIG_HOME ?? join(homedir(), '.config');
  return env.PIPELINE_PROFILES ?? join(base, 'dataset-training-pipeline', 'profiles.json');
}

/**
 * Where the gateway is: flags over environment over profile over this machine.
 *
 * Errors: UsageError for a profile that is not there or a file that is not one of profiles.
 */
export function connectionOf(
  env: NodeJS.ProcessEnv,
  flags: { url?: string | undefined; profile?: string | undefined },
): Required<Pick<ConnectionOptions, 'url'>> & Pick<ConnectionOptions, 'token'> {
  const name = flags.profile ?? env.PIPELINE_PROFILE;
  const profile = name === undefined ? undefined : readProfile(profilesFile(env), name);
  const url = flags.url ?? env.PIPELINE_URL ?? profile?.url ?? DEFAULT_URL;
  const token = env.PIPELINE_TOKEN ?? profile?.token;
  if (!z.url({ protocol: /^https?$/ }).safeParse(url).success)
    throw new UsageError(`${url} is no http or https address; set --url or PIPELINE_URL`);
  return { url, ...(token !== undefined && { token }) };
}

function readProfile(file: string, name: string) {
  let profiles: z.output<typeof ProfilesSchema>;
  try {
    profiles = ProfilesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : 'is not a file of profiles';
    throw new UsageError(`${file} ${why}; it holds {"NAME": {"url": "http://…", "token": "…"}}`);
  }
  const profile = profiles[name];
  if (profile) return profile;
  throw new UsageError(`${file} has no profile ${name}; it has ${Object.keys(profiles).join(', ') || 'none'}`);
}
