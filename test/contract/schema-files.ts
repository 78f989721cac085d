import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { CONTRACT, jsonSchemaOf } from '../../contract/json-schemas.ts';
import { configurationJsonSchema } from '../../worker/configuration-file.ts';

export const SCHEMAS = new URL('../../contract/schemas/', import.meta.url);
export const RELEASED = new URL('released/', SCHEMAS);

export function schemaFile(name: string, folder: URL = SCHEMAS): URL {
  return new URL(`${name}.json`, folder);
}

/** Every schema of today's code, as its file should be. */
export function generatedSchemas(): { name: string; text: string }[] {
  return Object.keys(CONTRACT).map((name) => ({
    name,
    text: `${JSON.stringify(jsonSchemaOf(name), undefined, 2)}\n`,
  }));
}

export const CONFIGURATION_SCHEMA = new URL('../../worker/nbn-config.schema.json', import.meta.url);

/** That of the file which NBN_CONFIG names, as it should be. */
export function generatedConfigurationSchema(): string {
  return `${JSON.stringify(configurationJsonSchema(), undefined, 2)}\n`;
}

/** Oldest first. */
export function releases(): { version: string; folder: URL }[] {
  if (!existsSync(RELEASED)) return [];
  return readdirSync(RELEASED)
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .map((version) => ({ version, folder: new URL(`${version}/`, RELEASED) }));
}

/** The JSON files of a folder, by their names. */
export function jsonFiles(folder: URL): Map<string, unknown> {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
  return new Map(
    files.map((file) => [file.slice(0, -'.json'.length), JSON.parse(readFileSync(new URL(file, folder), 'utf8'))]),
  );
}
