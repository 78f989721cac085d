// Before `npm pack ./client`: compiles what client/index.ts reaches, and nothing else, and adds the contract for other languages.
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
rmSync('client/dist', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.client.json'], { stdio: 'inherit' });
cpSync('temporal/encryption/failure-converter.cjs', 'client/dist/temporal/encryption/failure-converter.cjs');
cpSync('contract/schemas', 'client/dist/schemas', {
  recursive: true,
  filter: (path) => !path.includes('released'),
});
cpSync('LICENSE', 'client/LICENSE');
