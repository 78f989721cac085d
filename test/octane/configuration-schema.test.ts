import { readFileSync } from 'node:fs';
import { CONFIGURATION_SCHEMA, generatedConfigurationSchema } from '../contract/schema-files.ts';

test('the JSON Schema of the configuration file is that of today’s code; npm run schemas writes it', () => {
  expect(readFileSync(CONFIGURATION_SCHEMA, 'utf8')).toBe(generatedConfigurationSchema());
});
