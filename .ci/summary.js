import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** Jest's results as one plain line, after the names of what failed: the log before them is long. */
const results = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));

for (const { name, message, assertionResults } of results.flatMap(({ testResults }) => testResults)) {
  const file = relative('.', name);
  const failed = assertionResults.filter(({ status }) => status === 'failed');
  for (const { fullName, failureMessages } of failed) {
    console.log(`failed: ${file}: ${fullName}: ${firstLines(failureMessages.join())}`);
  }
  if (assertionResults.length === 0) console.log(`failed: ${file}: ${firstLines(message)}`);
}

const passed = sum(({ numPassedTests }) => numPassedTests);
const failed = sum(({ numFailedTests, numRuntimeErrorTestSuites }) => numFailedTests + numRuntimeErrorTestSuites);
console.log(`${passed} passed, ${failed} failed`);

function sum(count) {
  return results.map(count).reduce((one, other) => one + other);
}

function firstLines(message) {
  return message.split('\n').filter(Boolean).slice(0, 3).join(' ').slice(0, 300);
}
