import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import {
  CONFIGURATION_SCHEMA,
  generatedConfigurationSchema,
  generatedSchemas,
  jsonFiles,
  RELEASED,
  schemaFile,
  SCHEMAS,
} from './schema-files.ts';

// `npm run schemas`: writes contract/schemas, and that of the configuration file, from the zod schemas of today. With `--release`: keeps them as what the version in
// package.json promised, which is done once, when it is released.
const generated = generatedSchemas();
write(SCHEMAS);
writeFileSync(CONFIGURATION_SCHEMA, generatedConfigurationSchema());
for (const name of jsonFiles(SCHEMAS).keys()) {
  if (!generated.some((schema) => schema.name === name)) rmSync(schemaFile(name));
}

if (process.argv.includes('--release')) {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const folder = new URL(`${version}/`, RELEASED);
  if (existsSync(schemaFile('progress', folder))) {
    throw new Error(`Version ${version} is released: what it promised stays. Raise the version in package.json first.`);
  }
  write(folder);
}

function write(folder: URL): void {
  mkdirSync(folder, { recursive: true });
  for (const { name, text } of generated) writeFileSync(schemaFile(name, folder), text);
}
