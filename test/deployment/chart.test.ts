import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { Ajv } from 'ajv';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { readApiConfiguration } from '../../api/configuration.ts';
import { findOnPath } from '../../local/executables.ts';
import { readConfiguration } from '../../worker/configuration.ts';
import { pathOf, textOf } from './files.ts';

const run = promisify(execFile);
const helm = await findOnPath('helm', process.env['PATH']);
/** A Go module has it; .ci/run installs that. */
const withHelm = helm === undefined ? test.skip : test;

const GOLDEN = 'test/deployment/chart.golden.yaml';
const NEEDED = ['--set', 'temporal.address=temporal:7233,octane.baseUrl=https://octane.example.com/tiab/api'];

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({ name: z.string() }),
});
type KubernetesObject = z.infer<typeof objectSchema>;

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema(JSON.parse(textOf('test/deployment/kubernetes-schemas.json')) as object, 'kubernetes');

/** @throws Error when an object is not as Kubernetes has its kind. */
function objectsIn(rendered: string): KubernetesObject[] {
  const objects = parseAllDocuments(rendered).map((document) => objectSchema.parse(document.toJS()));
  for (const object of objects) {
    const { kind, metadata } = object;
    const valid = ajv.validate({ $ref: `kubernetes#/definitions/${kind}` }, object);
    if (!valid) throw new Error(`${kind} ${metadata.name}: ${ajv.errorsText()}`);
  }
  return objects;
}

async function render(...more: string[]): Promise<string> {
  return (await run(helm ?? '', ['template', 'nbn', pathOf('deploy/chart'), ...more])).stdout;
}

const podSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z
          .array(
            z.looseObject({
              env: z.array(z.object({ name: z.string(), value: z.string().optional() })),
              securityContext: z.object({ readOnlyRootFilesystem: z.literal(true) }),
            }),
          )
          .length(1),
      }),
    }),
  }),
});

function environmentOf(name: string): Record<string, string | undefined> {
  const deployment = objectsIn(textOf(GOLDEN)).find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === name,
  );
  const [container] = podSchema.parse(deployment).spec.template.spec.containers;
  return Object.fromEntries((container?.env ?? []).map((variable) => [variable.name, variable.value]));
}

test('what the chart makes is what Kubernetes takes, with no field that it does not know', () => {
  const objects = objectsIn(textOf(GOLDEN));
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    'NetworkPolicy nbn-worker',
    'NetworkPolicy nbn-api',
    'NetworkPolicy nbn-sandbox',
    'PodDisruptionBudget nbn-api',
    'PodDisruptionBudget nbn-worker',
    'ConfigMap nbn-worker',
    'Service nbn-api',
    'Service nbn-sandbox',
    'Deployment nbn-api',
    'Deployment nbn-sandbox',
    'Deployment nbn-worker',
  ]);
});

test('a field that Kubernetes does not know is noticed', () => {
  const misspelt = textOf(GOLDEN).replace('readOnlyRootFilesystem', 'readOnlyRootFileSystem');
  expect(() => objectsIn(misspelt)).toThrow('must NOT have additional properties');
});

test('the worker and the API know every variable that they get', () => {
  const worker = environmentOf('nbn-worker');
  const known = [...textOf('worker/configuration.ts').matchAll(/^ {2}((?:OCTANE|NBN|TEMPORAL)_[A-Z_]+):/gm)].map(
    ([, name]) => name,
  );
  const others = ['OCTANE_USERNAME_FILE', 'OCTANE_PASSWORD_FILE'];
  const temporal = /^TEMPORAL_(ADDRESS|NAMESPACE|API_KEY|TLS_CLIENT_CERT_PATH|TLS_CLIENT_KEY_PATH)$/;
  expect(Object.keys(worker).filter((name) => ![...known, ...others].includes(name) && !temporal.test(name))).toEqual(
    [],
  );
  const { healthAddress, metricsAddress, deployment } = readConfiguration({
    ...worker,
    OCTANE_USERNAME_FILE: '',
    OCTANE_PASSWORD_FILE: '',
    OCTANE_USERNAME: 'user',
    OCTANE_PASSWORD: 'pass',
    NBN_CONFIG: '',
    NBN_ENCRYPTION_KEYS: '',
  });
  expect({ healthAddress, metricsAddress, deployment }).toEqual({
    healthAddress: '0.0.0.0:9465',
    metricsAddress: '0.0.0.0:9464',
    deployment: { name: 'nbn-orders', buildId: '0.2.0-abc1234' },
  });
  const api = environmentOf('nbn-api');
  const { port, tokens, keysFile } = readApiConfiguration({
    ...api,
    NBN_API_SESSION_SECRET_FILE: '',
    NBN_ENCRYPTION_KEYS: '',
  });
  expect({ port, audience: tokens?.audience, keysFile }).toEqual({
    port: 8580,
    audience: 'nbn-orders',
    keysFile: '/api-keys/api-keys.json',
  });
});

withHelm('the chart is rendered as before, and lint finds nothing', async () => {
  expect(await render('-f', pathOf('test/deployment/chart-values.yaml'))).toBe(readFileSync(pathOf(GOLDEN), 'utf8'));
  await run(helm ?? '', ['lint', '--strict', pathOf('deploy/chart'), ...NEEDED]);
});

withHelm('with the least that is needed, and for the Temporal Worker Controller, it is valid too', async () => {
  expect(objectsIn(await render(...NEEDED)).length).toBeGreaterThan(5);
  const controller =
    'worker.controller.enabled=true,worker.controller.strategy=Progressive,worker.controller.steps[0].rampPercentage=10,worker.controller.steps[0].pauseDuration=1h';
  const kinds = objectsIn(await render(...NEEDED, '--set', controller)).map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['WorkerDeployment', 'Connection', 'PodDisruptionBudget']));
  expect(await render(...NEEDED, '--set', controller)).not.toContain('TEMPORAL_WORKER_BUILD_ID');
});

withHelm.each([
  ['no address', 'temporal.namespace=x', 'temporal/address'],
  ['a misspelt value', 'temporal.address=t:7233,worker.replica=3', 'replica'],
  ['a strategy that there is not', 'temporal.address=t:7233,worker.controller.strategy=Canary', 'strategy'],
  ['a version without a build id', `${NEEDED[1] ?? ''},worker.deploymentName=nbn`, 'worker.buildId is required'],
])('%s is refused, by name', async (_, values, message) => {
  await expect(render('--set', values)).rejects.toThrow(message);
});
