import { spawnSync } from 'node:child_process';

/** What ships with an image: which licences it has, and whether anything is known against it. Exit code 1 when either will not do. */

/** Licences that ask no more than to be named. */
const ALLOWED = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'PSF-2.0',
  'Python-2.0',
];
/** Whose package.json names none, as their files with the licence say. */
const READ_BY_HAND = { unionfs: 'Unlicense' };
const SERIOUS = ['high', 'critical'];

const answerOf = (command, ...words) =>
  JSON.parse(spawnSync(command, words, { encoding: 'utf8', maxBuffer: 1e8 }).stdout || '{}');

const components = withInner(answerOf('npx', 'cyclonedx-npm', '--omit', 'dev').components);
if (components.length === 0) throw new Error('The list of what ships is empty.');
const licences = components.reduce(
  (all, one) => ({ ...all, [licenceOf(one)]: [...(all[licenceOf(one)] ?? []), one] }),
  {},
);
for (const [licence, packages] of Object.entries(licences).sort(([, one], [, other]) => other.length - one.length)) {
  const names = packages.length > 5 ? '' : `: ${packages.map(({ name }) => name).join(', ')}`;
  console.log(`${String(packages.length).padStart(4)} ${licence}${names}`);
}
const refused = components.filter((component) => !isAllowed(licenceOf(component)));
for (const { name, version } of refused) console.error(`${name} ${version} has no licence that is allowed.`);

const { metadata, vulnerabilities = {} } = answerOf('npm', 'audit', '--omit=dev', '--json');
const serious = Object.values(vulnerabilities).filter(({ severity }) => SERIOUS.includes(severity));
if (metadata === undefined)
  console.log('The registry answers no questions about vulnerabilities here, so none was asked.');
else console.log(`Known vulnerabilities: ${JSON.stringify(metadata.vulnerabilities)}`);
for (const { name, severity, range } of serious)
  console.error(`${name} ${range} has a vulnerability that is ${severity}.`);

if (refused.length + serious.length > 0) process.exitCode = 1;

/** A package that has packages of its own. */
function withInner(list = []) {
  return list.flatMap((component) => [component, ...withInner(component.components)]);
}

function licenceOf({ name, licenses = [] }) {
  const named = licenses.map(({ license, expression }) => expression ?? license?.id ?? license?.name).join(' AND ');
  return named || READ_BY_HAND[name] || 'none';
}

/** Of an SPDX expression: all of what it names together, one of what it names to choose from. */
function isAllowed(expression) {
  const words = expression.replaceAll(/[()]/g, '');
  return words.split(' OR ').some((choice) => choice.split(' AND ').every((licence) => ALLOWED.includes(licence)));
}
