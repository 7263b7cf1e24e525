import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBenchProduct } from '../../bench/product.ts';
import { openOrm } from '../../src/db/orm.ts';
import { findSchemathesis, run } from './schemathesis.ts';
import { createContractTenant } from './tenant.ts';

// The API's OpenAPI document against the running product: schemathesis makes up requests, valid and invalid, single and in
// chains, and holds every answer against the document. Bounded in time, so the number of cases depends on the machine.
const seconds = { agent: 75, reporter: 45 } as const;

const say = (line: string): void => console.log(line);
const here = fileURLToPath(new URL('.', import.meta.url));

const program = await findSchemathesis(process.env, say);
say('Starting the product.');
const product = await startBenchProduct(say);
const orm = await openOrm(product.databaseUrl, 2);
const reports = await mkdtemp(join(tmpdir(), 'uslimato-contract-'));
try {
  const keys = await createContractTenant(orm);
  let cases = 0;
  for (const who of ['agent', 'reporter'] as const) {
    say(`── As the ${who}, for ${seconds[who]} s at most.`);
    const reportDir = join(reports, who);
    // prettier-ignore
    const asked = [
      '--config-file', join(here, 'schemathesis.toml'), 'run', `${product.url}/public/v1/openapi.json`,
      '--header', `Authorization: Bearer ${keys[who]}`,
      '--max-time', String(seconds[who]),
      '--report', 'json', '--report-dir', reportDir,
    ];
    const code = await run(program, asked, { cwd: reports, env: { PYTHONPATH: here, SCHEMATHESIS_HOOKS: 'hooks' } });
    if (code !== 0) process.exitCode = 1;
    cases += await casesIn(reportDir);
  }
  say(`Contract: ${cases} cases, ${process.exitCode === 1 ? 'with failures, told above' : 'no failure'}.`);
} finally {
  await rm(reports, { recursive: true, force: true });
  await orm.close();
  await product.stop();
}

async function casesIn(reportDir: string): Promise<number> {
  const [name] = await readdir(reportDir);
  if (name === undefined) throw new Error('Schemathesis has left no report');
  const report = JSON.parse(await readFile(join(reportDir, name), 'utf8')) as { test_cases: { generated: number } };
  return report.test_cases.generated;
}
