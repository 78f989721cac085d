import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { machine, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathOf, readCompose, readDockerfile, textOf, type Stage } from './files.ts';

const stages = readDockerfile();
const byName = new Map(stages.map((stage) => [stage.name, stage]));
const all = stages.flatMap(({ instructions }) => instructions);
const compiled = (JSON.parse(textOf('tsconfig.build.json')) as { include: string[] }).include;

/** A stage and those below it, itself first. */
function layers(stage: Stage): Stage[] {
  const below = byName.get(stage.from);
  return below ? [stage, ...layers(below)] : [stage];
}

function last(name: string, keyword: string): string | undefined {
  const stage = byName.get(name);
  if (!stage) throw new Error(`There is no stage ${name}.`);
  const instructions = layers(stage).flatMap((layer) => [...layer.instructions].reverse());
  return instructions.find((instruction) => instruction.keyword === keyword)?.value;
}

test('starts from a fixed version of Node on Debian', () => {
  const bases = stages.filter(({ from }) => !byName.has(from)).map(({ from }) => from);
  for (const base of bases) expect(base).toMatch(/^node:\d+\.\d+\.\d+-(bookworm|trixie)-slim$/);
});

test('builds from the lock file, and leaves the build behind', () => {
  const run = all.filter(({ keyword }) => keyword === 'RUN').map(({ value }) => value);
  expect(run).toContain('npm ci');
  expect(run).toContain('npm run build && npm prune --omit=dev');
  for (const name of ['worker', 'sandbox']) {
    const stage = byName.get(name);
    expect(stage && layers(stage).map((layer) => layer.name)).not.toContain('build');
  }
});

test('takes nothing from the network but packages, and no secret', () => {
  const keywords = all.map(({ keyword }) => keyword);
  expect(keywords).not.toContain('ADD');
  expect(keywords).not.toContain('ARG');
  expect(all.filter(({ keyword }) => keyword === 'ENV')).toEqual([{ keyword: 'ENV', value: 'NODE_ENV=production' }]);
});

test('limits what the worker keeps, as it is measured by the bench', () => {
  const limit = /--max-old-space-size=\d+/;
  expect(last('worker', 'CMD')).toMatch(limit);
  expect(limit.exec(textOf('bench/worker.ts'))?.[0]).toBe(limit.exec(last('worker', 'CMD') ?? '')?.[0]);
});

test('builds the worker when no target is named', () => {
  expect(stages.at(-1)?.name).toBe('worker');
});

const targets = Object.values(readCompose().services).flatMap(({ build }) => build?.target ?? []);

test('an image has the list of what is in it, and of the Temporal core one platform alone', () => {
  const run = all.filter(({ keyword }) => keyword === 'RUN').map(({ value }) => value);
  expect(run).toContain('npx cyclonedx-npm --omit dev --output-file sbom.cdx.json');
  const [reduce = ''] = run.filter((value) => value.includes('core-bridge/releases'));
  const copied = all.filter(({ keyword }) => keyword === 'COPY').map(({ value }) => value);
  expect(copied).toContain('--from=build /app/package.json /app/sbom.cdx.json ./');
  // The command itself, on stand-ins for the platforms.
  const folder = mkdtempSync(join(tmpdir(), 'nbn-orders-image-'));
  const releases = join(folder, 'node_modules/@temporalio/core-bridge/releases');
  const own = `${machine() === 'arm64' ? 'aarch64' : machine()}-unknown-linux-gnu`;
  for (const name of [own, 'aarch64-apple-darwin', 'x86_64-pc-windows-msvc'])
    mkdirSync(join(releases, name), { recursive: true });
  const { status } = spawnSync('sh', ['-c', reduce], { cwd: folder });
  expect({ status, left: readdirSync(releases) }).toEqual({ status: 0, left: [own] });
  rmSync(folder, { recursive: true });
});

test.each(targets)('target %s runs compiled code, directly under Node and not as root', (target) => {
  const [node, ...args] = JSON.parse(last(target, 'CMD') ?? '[]') as string[];
  const [file = '', ...others] = args.filter((argument) => !argument.startsWith('--'));
  expect(node).toBe('node');
  expect(others).toEqual([]);
  const source = file.replace(/^dist\//, '').replace(/\.js$/, '.ts');
  expect(file).toMatch(/^dist\/.+\.js$/);
  expect(existsSync(pathOf(source))).toBe(true);
  expect(compiled).toContain(source.split('/')[0]);
  // By number: Kubernetes' runAsNonRoot cannot check a name.
  expect(last(target, 'USER')).toBe('1000:1000');
  expect(last(target, 'ENTRYPOINT')).toBeUndefined();
});

test('the build is sent what it needs and nothing else', () => {
  const [first, ...allowed] = textOf('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(first).toBe('*');
  const needed = ['.npmrc', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', ...compiled];
  expect(new Set(allowed)).toEqual(new Set(needed.map((name) => `!${name}`)));
});
