import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { TypedSearchAttributes } from '@temporalio/common';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { parse } from 'yaml';
import ms, { type StringValue } from 'ms';
import { readApiConfiguration } from '../../api/configuration.ts';
import { SEARCH_ATTRIBUTES } from '../../contract/search-attributes.ts';
import { readSettings } from '../../sandbox/settings.ts';
import { readConfiguration } from '../../worker/configuration.ts';
import { interpolate, pathOf, readCompose, textOf, type Service } from './files.ts';

const compose = readCompose();
const services = Object.entries(compose.services);
const SECRET = /PASSWORD|PWD|SECRET|TOKEN|API_KEY/;

/** What someone makes of .env.example. */
const FILLED = {
  POSTGRES_PASSWORD: 'pg',
  OCTANE_USERNAME: 'user',
  OCTANE_PASSWORD: 'pass',
  OCTANE_GROUP_NO: '123',
  GRAFANA_PASSWORD: 'gf',
};

function service(name: string): Service {
  const found = compose.services[name];
  if (!found) throw new Error(`There is no service ${name}.`);
  return found;
}

function environmentOf(name: string, variables: Record<string, string> = FILLED): Record<string, string> {
  const entries = Object.entries(service(name).environment);
  return Object.fromEntries(entries.map(([key, value]) => [key, interpolate(value, variables)]));
}

/** Services that run to their end are waited for by others. */
const oneShots = new Set(
  services.flatMap(([, { depends_on }]) =>
    Object.entries(depends_on)
      .filter(([, { condition }]) => condition === 'service_completed_successfully')
      .map(([name]) => name),
  ),
);

describe.each(services)('service %s', (name, { image, build, environment, volumes, ports, ...rest }) => {
  test('is built here or has an image of a fixed version', () => {
    if (build) expect(image).toBeUndefined();
    else expect(image).toMatch(/^[a-z/-]+:v?\d+(\.\d+)+(-[a-z]+)?$/);
  });

  test('has its secrets from outside and does not start without them', () => {
    for (const [key, value] of Object.entries(environment)) {
      if (SECRET.test(key)) expect(value).toMatch(/^(\$\{[A-Z_]+:\?.+\}|\/config\/.+)$/);
      else expect(String(value)).not.toMatch(/\/\/[^/]*:[^/]*@/);
    }
  });

  test('mounts declared volumes, and of ours only what exists, to read', () => {
    for (const volume of volumes) {
      const [source = '', , mode] = volume.split(':');
      if (source.startsWith('./')) {
        expect(existsSync(pathOf(source))).toBe(true);
        expect(mode).toBe('ro');
      } else expect(Object.keys(compose.volumes)).toContain(source);
    }
  });

  test('is reached from this machine only', () => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  test('waits for what exists and can say that it is healthy', () => {
    for (const [other, { condition }] of Object.entries(rest.depends_on)) {
      const { healthcheck } = service(other);
      if (condition === 'service_healthy') expect(healthcheck).toBeDefined();
    }
  });

  test('restarts and has a health check, or runs to its end', () => {
    if (oneShots.has(name)) {
      expect(rest.restart).toMatch(/^on-failure:\d+$/);
      expect(rest.healthcheck).toBeUndefined();
    } else {
      expect(rest.restart).toBe('unless-stopped');
      expect(rest.healthcheck?.test[0]).toBe('CMD');
      expect(rest.mem_limit).toBeDefined();
    }
  });
});

test('every volume is used', () => {
  const used = services.flatMap(([, { volumes }]) => volumes.map((volume) => volume.split(':')[0]));
  for (const name of Object.keys(compose.volumes)) expect(used).toContain(name);
});

test('the schema comes from the version of the server', () => {
  const version = service('temporal').image?.split(':')[1];
  expect(service('temporal-schema').image).toBe(`temporalio/admin-tools:${String(version)}`);
  expect(service('temporal-namespace').image).toBe(`temporalio/admin-tools:${String(version)}`);
});

test('.env.example names every variable and holds no secret', () => {
  const settings = [...textOf('.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => ({
    name,
    value,
  }));
  const wanted = [...textOf('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name);
  expect(new Set(settings.map(({ name }) => name))).toEqual(new Set(wanted));
  for (const { name, value } of settings) if (SECRET.test(name)) expect(value).toBe('');
});

test('the worker is told only what it knows, and can run with it', () => {
  const known = [...textOf('worker/configuration.ts').matchAll(/^ {2}((?:OCTANE|NBN|TEMPORAL)_[A-Z_]+):/gm)].map(
    ([, name]) => name,
  );
  expect(known).toContain('OCTANE_BASE_URL');
  const environment = environmentOf('worker');
  for (const name of Object.keys(environment)) expect([...known, 'TEMPORAL_ADDRESS']).toContain(name);

  const { octane, groupNo, healthAddress } = readConfiguration(environment);
  expect(octane).toMatchObject({ baseUrl: 'http://sandbox:8480/tiab/api', username: 'user', password: 'pass' });
  expect(groupNo).toBe('123');
  expect(loadClientConnectConfig({ overrideEnvVars: environment, disableFile: true })).toMatchObject({
    connectionOptions: { address: 'temporal:7233' },
  });
  const port = String(healthAddress?.split(':')[1]);
  expect(service('worker').healthcheck?.test.join(' ')).toContain(`http://127.0.0.1:${port}/health/ready`);
});

test('Prometheus scrapes the workers where they show their metrics', () => {
  const { scrape_configs: scraped } = parse(textOf('deploy/prometheus/prometheus.yml')) as {
    scrape_configs: { dns_sd_configs: { names: string[]; port: number }[] }[];
  };
  const { metricsAddress } = readConfiguration(environmentOf('worker'));
  expect(scraped.flatMap(({ dns_sd_configs: found }) => found)).toEqual([
    { names: ['worker'], type: 'A', port: Number(metricsAddress?.split(':')[1]) },
  ]);
  const { panels } = JSON.parse(textOf('deploy/grafana/nbn-operations.json')) as { panels: unknown[] };
  expect(panels.length).toBeGreaterThan(5);
});

test('the worker can be pointed to another Octane', () => {
  const real = 'https://octane.example/tiab/api';
  expect(environmentOf('worker', { ...FILLED, OCTANE_BASE_URL: real })['OCTANE_BASE_URL']).toBe(real);
});

test('the API listens where its port is mapped and its health is asked, with the keys of the folder config', () => {
  const { host, port, keysFile } = readApiConfiguration(environmentOf('api'));
  expect({ host, keysFile }).toEqual({ host: '0.0.0.0', keysFile: '/config/api-keys.json' });
  expect(service('api').ports).toEqual([`127.0.0.1:${port}:${port}`]);
  expect(service('api').healthcheck?.test.join(' ')).toContain(`http://127.0.0.1:${port}/health/ready`);
});

test.each(['worker', 'api'])('%s reads the folder config, of which nothing is committed but its page', (name) => {
  expect(service(name).volumes).toEqual(['./config:/config:ro']);
  expect(textOf('config/.gitignore').trim().split('\n')).toEqual(['*', '!.gitignore', '!README.md']);
});

test('the sandbox listens where the worker calls, and knows its password', () => {
  const settings = readSettings(environmentOf('sandbox'));
  expect(settings).toMatchObject({ SANDBOX_HOST: '0.0.0.0', SANDBOX_USERNAME: 'user', SANDBOX_PASSWORD: 'pass' });
  const port = String(settings.SANDBOX_PORT);
  expect(environmentOf('worker')['OCTANE_BASE_URL']).toBe(`http://sandbox:${port}/tiab/api`);
  expect(service('sandbox').ports).toEqual([`127.0.0.1:${port}:${port}`]);
  expect(service('sandbox').healthcheck?.test.join(' ')).toContain(`http://127.0.0.1:${port}/health`);
});

test('the worker is given the time to finish its calls', () => {
  // The longest responseTimeout that worker/configuration.ts allows, and twice the grace of worker/workers.ts.
  const longest = ms('40s') + 2 * ms('5s');
  expect(ms(service('worker').stop_grace_period as StringValue)).toBeGreaterThan(longest);
});

test('the namespace gets the search attributes of the contract', () => {
  const created = [...textOf('docker/temporal/namespace.sh').matchAll(/--name (\w+) --type (\w+)/g)];
  const wanted = Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => [
    name,
    TypedSearchAttributes.toMetadataType(type),
  ]);
  expect(Object.fromEntries(created.map(([, name, type]) => [name, type]))).toEqual(Object.fromEntries(wanted));
});

test.each(['schema.sh', 'namespace.sh'])('%s is mounted, started and valid shell', (script) => {
  const starter = services.find(([, { command }]) => command?.join(' ') === `sh /setup/${script}`);
  expect(starter?.[1].volumes).toContain('./docker/temporal:/setup:ro');
  expect(spawnSync('sh', ['-n', pathOf(`docker/temporal/${script}`)]).status).toBe(0);
});
