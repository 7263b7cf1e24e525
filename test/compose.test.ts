import { expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

type Service = {
  image: string;
  build?: string;
  user?: string;
  command?: string[];
  environment?: Record<string, string | number>;
  ports?: string[];
  volumes?: string[];
  privileged?: boolean;
  cap_drop?: string[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  deploy?: { replicas: number };
};

const text = read('docker-compose.yml');
const { services, configs } = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  configs: Record<string, { content: string }>;
};
const named = Object.entries(services);
const ours = named.filter(([, { image }]) => image === 'uslimato-itsm');
const required = /\$\{(\w+):\?[^}]+\}/g;

test('every port is published on loopback only', () => {
  const ports = named.flatMap(([name, service]) => (service.ports ?? []).map((port) => `${name} ${port}`));
  expect(ports.length).toBeGreaterThanOrEqual(7);
  expect(ports.filter((port) => !/^\S+ 127\.0\.0\.1:(\d+|\$\{\w+:-\d+\}):\d+$/.test(port))).toEqual([]);
  expect(named.filter(([, service]) => 'network_mode' in service)).toEqual([]);
});

test('every secret is a variable without a default, and the instructions make each of them', () => {
  const values = named.flatMap(([, { environment = {} }]) => Object.entries(environment));
  const secrets = values.filter(([name]) => /SECRET|PASSWORD|PWD|TOKEN|KEY/.test(name));
  expect(secrets.length).toBeGreaterThanOrEqual(4);
  for (const [, value] of secrets) expect(value).toMatch(/^\$\{\w+:\?[^}]+\}$/);

  const inUrls = values.flatMap(([, value]) =>
    [...String(value).matchAll(/:\/\/\w+:(.*?)@/g)].map((match) => match[1]),
  );
  expect(inUrls.length).toBeGreaterThanOrEqual(5);
  for (const password of inUrls) expect(password).toMatch(/^\$\{\w+:\?[^}]+\}$/);
  const withSecrets = Object.values(configs).filter(({ content }) => content.includes('PASSWORD'));
  expect(withSecrets).toHaveLength(1);
  for (const { content } of withSecrets) expect(content).toMatch(/PASSWORD '\$\{\w+:\?[^}]+\}'/);

  const made = /for name in ([A-Z_ ]+); do/.exec(text)?.[1]?.split(' ');
  expect(new Set(made)).toEqual(new Set([...text.matchAll(required)].map((match) => match[1])));
});

test('two web processes, each asked whether it is ready, and two workers', () => {
  const webs = ours.filter(([, { command }]) => command?.includes('src/main/web.ts'));
  expect(webs).toHaveLength(2);
  for (const [, { healthcheck }] of webs) expect(healthcheck?.test.join(' ')).toContain('/readyz');
  expect(new Set(webs.flatMap(([, { ports }]) => ports)).size).toBe(2);
  expect(services.worker?.deploy?.replicas).toBe(2);
});

test('what others wait for has a health check, or ends', () => {
  const awaited = named.flatMap(([, { depends_on = {} }]) => Object.entries(depends_on));
  const healthy = new Set(awaited.filter(([, { condition }]) => condition === 'service_healthy').map(([name]) => name));
  expect(healthy).toEqual(new Set(['postgres', 'temporal', 'web-1']));
  for (const name of healthy) expect(services[name]?.healthcheck).toBeDefined();
  for (const name of ['web-1', 'web-2', 'worker']) {
    expect(services[name]?.depends_on?.migrate).toEqual({ condition: 'service_completed_successfully' });
  }
});

test('the processes of the product run in production mode, without root and without privileges', () => {
  expect(ours.map(([name]) => name)).toEqual([
    'prepare',
    'migrate',
    'search-index',
    'web-1',
    'web-2',
    'worker',
    'demo',
  ]);
  for (const [name, service] of ours) {
    expect(service).toMatchObject({ user: 'node', cap_drop: ['ALL'] });
    // The demo's password is known to everybody: it runs only when it is asked for by its profile.
    if (name === 'demo')
      expect(service).toMatchObject({ profiles: ['demo'], environment: { NODE_ENV: 'development' } });
    else expect(service).toMatchObject({ environment: { NODE_ENV: 'production' } });
  }
  for (const [, service] of named) {
    expect(service.privileged).toBeUndefined();
    expect(JSON.stringify(service.volumes ?? [])).not.toContain('docker.sock');
  }
});

test('every command starts a file that is there', () => {
  const files = ours.flatMap(([, { command = [] }]) => command.filter((word) => word.endsWith('.ts')));
  expect(files).toHaveLength(ours.length);
  expect(files.filter((file) => !existsSync(new URL(`../${file}`, import.meta.url)))).toEqual([]);
});

test('the image runs as another user than root, on Node 24, and holds what production needs and no more', () => {
  const dockerfile = read('Dockerfile');
  const [, ...lastStage] = dockerfile.slice(dockerfile.lastIndexOf('\nFROM ') + 1).split('\n');
  expect(dockerfile.match(/^FROM (?!node:24-slim\b).*$/gm)).toBeNull();
  expect(lastStage.filter((line) => line.startsWith('USER '))).toEqual(['USER node']);
  expect(dockerfile).toMatch(/npm ci --omit=dev/);

  const ignored = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(ignored[0]).toBe('*');
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap((match) => match[1]!.split(' '));
  expect(new Set(copied)).toEqual(new Set(ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1))));
});
