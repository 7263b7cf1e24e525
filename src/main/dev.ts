import { ConfigError, readDevConfig } from '../config.ts';
import { runDev } from '../local/dev.ts';
import { StartError } from '../local/start-error.ts';
import { searchAttributeTypes } from '../temporal/search-attributes.ts';

const script = (name: string) => new URL(name, import.meta.url);

// Where the terminal was closed, what is said goes nowhere, but all the parts have to be stopped still.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/** `npm start`: everything on this machine, until Ctrl-C. */
try {
  await runDev({
    config: readDevConfig(process.env),
    env: process.env,
    scripts: {
      migrate: script('migrate.ts'),
      worker: script('worker.ts'),
      web: script('web.ts'),
      seed: script('seed.ts'),
    },
    searchAttributes: searchAttributeTypes,
    say: (line) => console.log(line),
  });
  process.exit(0);
} catch (error) {
  console.error(error instanceof ConfigError || error instanceof StartError ? error.message : error);
  process.exit(1);
}
