import { readFileSync } from 'node:fs';
import { generatedOpenApi, OPENAPI_FILE } from './openapi-file.ts';

test('api/openapi.json is what the API says of itself; npm run openapi writes it', async () => {
  expect(readFileSync(OPENAPI_FILE, 'utf8') === (await generatedOpenApi())).toBe(true);
});
