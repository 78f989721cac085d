import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';

/** The deployment's files, as far as the tests look into them. There is no engine to run them on. */

const duration = z.string().regex(/^\d+[smh]$/);

/** The part of the Compose Specification that our file keeps to; a misspelt key or a wrong type is an error. */
const service = z.strictObject({
  image: z.string().optional(),
  build: z.strictObject({ context: z.string(), target: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  depends_on: z
    .record(
      z.string(),
      z.strictObject({ condition: z.enum(['service_started', 'service_healthy', 'service_completed_successfully']) }),
    )
    .default({}),
  healthcheck: z
    .strictObject({
      test: z.array(z.string()),
      interval: duration,
      timeout: duration,
      retries: z.int(),
      start_period: duration,
    })
    .optional(),
  stop_grace_period: duration.optional(),
  read_only: z.boolean().optional(),
  mem_limit: z
    .string()
    .regex(/^\d+[mg]$/)
    .optional(),
  profiles: z.array(z.literal('metrics')).default([]),
  restart: z.string(),
});
const compose = z.strictObject({
  name: z.string(),
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
});
export type Service = z.output<typeof service>;
export type Compose = z.output<typeof compose>;

/** A stage of the Dockerfile. */
export interface Stage {
  name: string;
  /** An image, or the name of an earlier stage. */
  from: string;
  instructions: { keyword: string; value: string }[];
}

export const pathOf = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

export const textOf = (name: string): string => readFileSync(pathOf(name), 'utf8');

/** @throws when it is no YAML, or not in the form above. */
export const readCompose = (): Compose => compose.parse(parse(textOf('docker-compose.yml')));

/** A compose value with its variables replaced, as Compose does it. */
export function interpolate(value: string | number, variables: Record<string, string>): string {
  return String(value).replace(/\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind?: string, rest = '') => {
    const given = variables[name];
    if (given) return given;
    if (kind === '?') throw new Error(`${name}: ${String(rest)}`);
    return String(rest);
  });
}

export function readDockerfile(): Stage[] {
  const lines = textOf('Dockerfile')
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, '')
    .split('\n')
    .filter((line) => line !== '');
  const stages: Stage[] = [];
  for (const line of lines) {
    const [keyword = '', ...words] = line.split(/ +/);
    const [from = '', , name = ''] = words;
    if (keyword === 'FROM') stages.push({ name, from, instructions: [] });
    else stages.at(-1)?.instructions.push({ keyword, value: words.join(' ') });
  }
  return stages;
}
