import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { generatedOpenApi, OPENAPI_FILE } from './openapi-file.ts';

const run = promisify(execFile);

describe('api/openapi.json', () => {
  test('is what the API says of itself; npm run openapi writes it', async () => {
    expect(readFileSync(OPENAPI_FILE, 'utf8') === (await generatedOpenApi())).toBe(true);
  });

  test('has no errors and no warnings of the linter', async () => {
    const linter = fileURLToPath(new URL('../../node_modules/@redocly/cli/bin/cli.js', import.meta.url));
    // Nothing that a caller sends can be wrong where the health is asked.
    const rules = ['--extends', 'recommended', '--skip-rule', 'operation-4xx-response'];
    const { stdout, stderr } = await run(process.execPath, [linter, 'lint', fileURLToPath(OPENAPI_FILE), ...rules], {
      env: { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    });
    expect(stdout + stderr).toContain('is valid');
    expect(stdout + stderr).not.toMatch(/You have \d+ warning/);
  });
});
