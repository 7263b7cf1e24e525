import { fileURLToPath } from 'node:url';
import { ConfigError, readDevConfig } from '../config.ts';
import { confirmAtTerminal } from '../local/confirm.ts';
import { runDev } from '../local/dev.ts';
import { StartError } from '../local/start-error.ts';
import { readStartOptions, usage, UsageError } from '../local/start-options.ts';
import { asUnwritable } from '../local/unwritable.ts';
import { surviveLostOutput } from '../log.ts';
import { searchAttributeTypes } from '../temporal/search-attributes.ts';

const script = (name: string) => new URL(name, import.meta.url);

// Where the terminal was closed, all the parts have to be stopped still.
surviveLostOutput();

/** `npm start` and `npm run dev`: everything on this machine, until Ctrl-C. */
try {
  const options = readStartOptions(process.argv.slice(2));
  if (options.help) {
    console.log(usage);
    process.exit(0);
  }
  const config = readDevConfig(process.env);
  await runDev({
    root: fileURLToPath(script('../..')),
    options,
    config,
    env: process.env,
    scripts: {
      migrate: script('migrate.ts'),
      bundle: script('bundle-workflows.ts'),
      worker: script('worker.ts'),
      web: script('web.ts'),
      seed: script('seed.ts'),
      'search-index': script('search-index.ts'),
    },
    searchAttributes: searchAttributeTypes,
    say: (line) => console.log(line),
    confirm: confirmAtTerminal(),
  }).catch((error: unknown) => {
    throw asUnwritable(error, config.dataDir);
  });
  process.exit(0);
} catch (error) {
  const expected = [ConfigError, StartError, UsageError].some((kind) => error instanceof kind);
  console.error(expected ? (error as Error).message : error);
  process.exit(1);
}
