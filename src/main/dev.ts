import { ConfigError, readDevConfig } from '../config.ts';
import { runDev } from '../local/dev.ts';
import { StartError } from '../local/start-error.ts';
import { asUnwritable } from '../local/unwritable.ts';
import { surviveLostOutput } from '../log.ts';
import { searchAttributeTypes } from '../temporal/search-attributes.ts';

const script = (name: string) => new URL(name, import.meta.url);

// Where the terminal was closed, all the parts have to be stopped still.
surviveLostOutput();

/** `npm start`: everything on this machine, until Ctrl-C. */
try {
  const config = readDevConfig(process.env);
  await runDev({
    config,
    env: process.env,
    scripts: {
      migrate: script('migrate.ts'),
      worker: script('worker.ts'),
      web: script('web.ts'),
      seed: script('seed.ts'),
    },
    searchAttributes: searchAttributeTypes,
    say: (line) => console.log(line),
  }).catch((error: unknown) => {
    throw asUnwritable(error, config.dataDir);
  });
  process.exit(0);
} catch (error) {
  console.error(error instanceof ConfigError || error instanceof StartError ? error.message : error);
  process.exit(1);
}
