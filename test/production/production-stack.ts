import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, copyFile, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Client } from '@temporalio/client';
import ms from 'ms';
import { newApiKey } from '../../api/authentication/api-keys.ts';
import { NbnOrders } from '../../client/index.ts';
import { connect } from '../../client/connection.ts';
import { freePort } from '../../local/ports.ts';
import { startServerProcess, type ServerProcess } from '../../local/server-process.ts';
import { findTemporalBinary } from '../../local/temporal-binaries.ts';
import { RunningClock } from '../../sandbox/clock.ts';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import { interpolate, pathOf, readCompose } from '../deployment/files.ts';
import { eventually } from '../eventually.ts';
import { buildImage, entryOf } from './image.ts';

const run = promisify(execFile);

const BIN = pathOf('.nbn-orders/bin');
const CREDENTIALS = { username: 'octane-user', password: 'octane-password' };
const DATABASES = ['temporal', 'temporal_visibility'];

type Ports = Record<'postgresql' | 'temporal' | 'api' | 'health', number>;
type Part = 'postgresql' | 'temporal' | 'worker' | 'api';

/** docker-compose.yml as processes: its environments, its scripts, and what its images hold; the sandbox is in this process. */
export class ProductionStack {
  readonly sandbox: Sandbox;
  readonly #clock: RunningClock;
  readonly #folder: string;
  readonly #app: string;
  readonly #ports: Ports;
  readonly #key: string;
  readonly #running = new Map<string, ServerProcess>();

  private constructor(parts: {
    sandbox: Sandbox;
    clock: RunningClock;
    folder: string;
    app: string;
    ports: Ports;
    key: string;
  }) {
    this.sandbox = parts.sandbox;
    this.#clock = parts.clock;
    this.#folder = parts.folder;
    this.#app = parts.app;
    this.#ports = parts.ports;
    this.#key = parts.key;
  }

  static async start(): Promise<ProductionStack> {
    const folder = await mkdtemp(join(tmpdir(), 'nbn-orders-production-'));
    const clock = new RunningClock({ speed: 100_000 });
    const sandbox = await startSandbox({ clock, customers: 300, ...CREDENTIALS });
    const ports = {
      postgresql: await freePort(),
      temporal: await freePort(),
      api: await freePort(),
      health: await freePort(),
    };
    const { key, entry } = newApiKey('crm', ['administrator'], new Date(Date.now() + ms('1 day')).toISOString());
    await mkdir(join(folder, 'config'));
    await writeFile(join(folder, 'config/api-keys.json'), JSON.stringify({ keys: [entry] }));
    const stack = new ProductionStack({ sandbox, clock, folder, app: await buildImage(folder), ports, key });
    try {
      await stack.#startAll();
    } catch (error) {
      await stack.stop();
      throw error;
    }
    return stack;
  }

  async #startAll(): Promise<void> {
    await this.configure({});
    await this.#initFolder();
    await this.startPart('postgresql');
    await this.#runToItsEnd('temporal-schema', 'schema.sh');
    await this.startPart('temporal');
    await this.#runToItsEnd('temporal-namespace', 'namespace.sh');
    await this.startPart('worker');
    await this.startPart('api');
  }

  /** @param speed - How many times as fast as here time passes at Octane. */
  runSandboxAt(speed: number): void {
    this.#clock.runAt(speed);
  }

  /** What the file says that NBN_CONFIG names. */
  async configure(config: Record<string, unknown>): Promise<void> {
    const settings = { orderListDelay: '1s', responseTimeout: '5s', longestResponseTimeout: '5s', ...config };
    await writeFile(join(this.#folder, 'config/octane.json'), JSON.stringify(settings));
  }

  /** The caller closes its connection. */
  connect(): Promise<Client> {
    return connect({ address: `127.0.0.1:${this.#ports.temporal}`, lazy: true });
  }

  /** @returns the answer's status. */
  async put(reference: string, body: object): Promise<number> {
    const { status } = await fetch(`http://127.0.0.1:${this.#ports.api}/v1/orders/${reference}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${this.#key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return status;
  }

  /** Starts it, and waits until its own health check says that it is there. @param name - Default: the part's; another one for a second worker. */
  async startPart(part: Part, name: string = part, more: NodeJS.ProcessEnv = {}): Promise<void> {
    const [command = '', ...args] = this.#commandOf(part);
    const { PATH } = process.env;
    const server = await startServerProcess(command, args, () => undefined, {
      environment: { PATH, HOME: this.#folder, ...this.#environmentOf(part), ...more },
      outputFile: join(this.#folder, `${name}.log`),
    });
    this.#running.set(name, server);
    await eventually(() => this.#isThere(part, more['NBN_HEALTH_ADDRESS']), 60, 200).catch((error: unknown) => {
      throw new Error([`The ${name} does not start:`, ...server.lastLines].join('\n'), { cause: error });
    });
  }

  /** As `docker compose stop` does. */
  async stopPart(name: string): Promise<void> {
    // SIGTERM would let PostgreSQL wait for its clients; its image is stopped otherwise too.
    if (name === 'postgresql') await this.#asPostgres('pg_ctl', 'stop', '-m', 'fast', '-D', this.#database);
    await this.#running.get(name)?.stop();
    this.#running.delete(name);
  }

  async backUp(): Promise<void> {
    for (const database of DATABASES) await this.#postgres('pg_dump', '-Fc', '-f', this.#dump(database), database);
  }

  /** While Temporal is stopped. */
  async restore(): Promise<void> {
    for (const database of DATABASES) {
      await this.#postgres('pg_restore', '--clean', '--if-exists', '-d', database, this.#dump(database));
    }
  }

  async stop(): Promise<void> {
    const parts = [...this.#running.keys()].toReversed();
    for (const part of parts) await this.stopPart(part);
    await this.sandbox.close();
    await rm(this.#folder, { recursive: true });
  }

  #dump(database: string): string {
    return join(this.#folder, 'dumps', `${database}.dump`);
  }

  /** As the compose file says, with everything on this machine. */
  #environmentOf(service: string): Record<string, string> {
    const { postgresql, temporal, api, health } = this.#ports;
    const variables = {
      POSTGRES_PASSWORD: 'postgres',
      OCTANE_USERNAME: CREDENTIALS.username,
      OCTANE_PASSWORD: CREDENTIALS.password,
      OCTANE_GROUP_NO: '123',
      OCTANE_BASE_URL: this.sandbox.baseUrl,
      OCTANE_POLL_INTERVAL: '500ms',
      OCTANE_REQUESTS_PER_SECOND: '100',
      NBN_CONFIG: join(this.#folder, 'config/octane.json'),
    };
    const here: Record<string, string> = {
      SQL_HOST: '127.0.0.1',
      SQL_PORT: String(postgresql),
      DB_PORT: String(postgresql),
      POSTGRES_SEEDS: '127.0.0.1',
      BIND_ON_IP: '127.0.0.1',
      FRONTEND_GRPC_PORT: String(temporal),
      NUM_HISTORY_SHARDS: '4',
      DYNAMIC_CONFIG_FILE_PATH: pathOf('docker/temporal/dynamic-config.yaml'),
      TEMPORAL_ADDRESS: `127.0.0.1:${temporal}`,
      NBN_API_ADDRESS: `127.0.0.1:${api}`,
      NBN_API_KEYS: join(this.#folder, 'config/api-keys.json'),
      NBN_HEALTH_ADDRESS: `127.0.0.1:${health}`,
      NBN_METRICS_ADDRESS: '',
    };
    const given = Object.entries(readCompose().services[service]?.environment ?? {});
    const names = [...given.map(([name]) => name), ...(service === 'temporal' ? ['FRONTEND_GRPC_PORT'] : [])];
    const values = Object.fromEntries(
      given.map(([name, value]) => [name, interpolate(value, { ...variables, GRAFANA_PASSWORD: 'g' })]),
    );
    return Object.fromEntries(names.map((name) => [name, here[name] ?? values[name] ?? '']));
  }

  #commandOf(part: Part): string[] {
    switch (part) {
      case 'postgresql':
        return [
          ...AS_POSTGRES,
          ...[`${POSTGRES_BIN}/postgres`, '-D', this.#database],
          ...['-p', String(this.#ports.postgresql), '-h', '127.0.0.1', '-k', this.#folder],
        ];
      case 'temporal':
        return [join(BIN, 'temporal-server'), 'start'];
      case 'worker':
      case 'api': {
        const { uid, gid, command } = entryOf(part);
        const [, ...args] = command.map((word) => (word.startsWith('dist/') ? join(this.#app, word) : word));
        return [...as(uid, gid), this.#node, ...args];
      }
    }
  }

  /** That of the images, where every user may run it. */
  get #node(): string {
    return join(this.#folder, 'bin/node');
  }

  async #isThere(part: Part, healthAddress?: string): Promise<true | undefined> {
    const { api, health } = this.#ports;
    try {
      switch (part) {
        case 'postgresql':
          await this.#postgres('pg_isready');
          return true;
        case 'temporal': {
          const orders = new NbnOrders(await this.connect());
          const isReachable = await orders.isReachable();
          await orders.close();
          return isReachable || undefined;
        }
        case 'worker':
          return (await fetch(`http://${healthAddress ?? `127.0.0.1:${health}`}/health/ready`)).ok || undefined;
        case 'api':
          return (await fetch(`http://127.0.0.1:${api}/health/ready`)).ok || undefined;
      }
    } catch {
      return undefined;
    }
  }

  async #initFolder(): Promise<void> {
    const { stdout } = await run('id', ['-u', 'postgres']);
    const owner = Number(stdout);
    // PostgreSQL does not run as root, and its folder has to be its own.
    await chown(this.#folder, owner, owner);
    await chmod(this.#folder, 0o711);
    await mkdir(join(this.#folder, 'dumps'));
    await this.#asPostgres('initdb', '-D', this.#database, '-U', 'temporal', '--auth=trust', '--encoding=UTF8');
    await mkdir(join(this.#folder, 'bin'));
    await symlink(await findTemporalBinary('cli'), join(this.#folder, 'bin/temporal'));
    const node = await run('npx', ['--yes', 'node@24', '-p', 'process.execPath']);
    await copyFile(node.stdout.trim(), this.#node);
    await symlink(join(BIN, 'temporal-sql-tool'), join(this.#folder, 'bin/temporal-sql-tool'));
  }

  get #database(): string {
    return join(this.#folder, 'database');
  }

  async #asPostgres(tool: string, ...args: string[]): Promise<void> {
    const [command = '', ...words] = AS_POSTGRES;
    await run(command, [...words, `${POSTGRES_BIN}/${tool}`, ...args]);
  }

  async #postgres(tool: string, ...args: string[]): Promise<void> {
    const server = ['-h', '127.0.0.1', '-p', String(this.#ports.postgresql), '-U', 'temporal'];
    await run(`${POSTGRES_BIN}/${tool}`, [...server, ...args]);
  }

  async #runToItsEnd(service: string, script: string): Promise<void> {
    const { PATH = '', HOME } = process.env;
    const child = spawn('sh', [pathOf(`docker/temporal/${script}`)], {
      env: { PATH: `${join(this.#folder, 'bin')}:${PATH}`, HOME, ...this.#environmentOf(service) },
      stdio: 'ignore',
    });
    await once(child, 'exit');
    if (child.exitCode !== 0) throw new Error(`${script} ended with ${String(child.exitCode)}.`);
  }
}

const [POSTGRES_VERSION] = await readdir('/usr/lib/postgresql').catch(() => []);
const POSTGRES_BIN = `/usr/lib/postgresql/${POSTGRES_VERSION ?? ''}/bin`;
/** PostgreSQL does not run as root. */
const AS_POSTGRES = as('postgres', 'postgres');

function as(user: string, group: string): string[] {
  return ['setpriv', `--reuid=${user}`, `--regid=${group}`, '--clear-groups', '--'];
}
