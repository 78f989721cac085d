// Runs before `npm start` and `npm test`, so that either works on a fresh clone. Plain JavaScript: nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** Modification time in milliseconds, 0 when there is no such file. */
function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

// npm writes this file at the end of an install, so an interrupted one counts as none.
if (modifiedAt('node_modules/.package-lock.json') < modifiedAt('package-lock.json')) {
  console.log('Installing the dependencies that package-lock.json names (npm ci) …');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exit(npm.status ?? 1);
}
