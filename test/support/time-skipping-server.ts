import { TestWorkflowEnvironment } from '@temporalio/testing';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const version = '1.31.0';

/**
 * The path of Temporal's time-skipping test server: from the cache folder, by the SDK's download into it, or, where that
 * can't be reached, the same server from Maven Central (needs `mvn` and `java`; about 12 s, once per machine).
 * Throws with one sentence if none of these works.
 */
export async function findTimeSkippingServer(onProgress: (line: string) => void = () => {}): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'uslimato');
  await mkdir(cache, { recursive: true });
  return (await inCache(cache)) ?? (await downloaded(cache)) ?? (await fromMaven(cache, onProgress));
}

async function inCache(cache: string): Promise<string | undefined> {
  const own = `temporal-test-server-${version}`;
  const names = await readdir(cache);
  if (names.includes(own)) return join(cache, own, 'run');
  // The SDK names its download after its own version: another SDK fetches anew.
  const sdks = names.find(
    (name) => name.startsWith('temporal-test-server-sdk-typescript-') && !name.endsWith('.downloading'),
  );
  return sdks && join(cache, sdks);
}

async function downloaded(cache: string): Promise<string | undefined> {
  try {
    const environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'cached-download', downloadDir: cache } },
    });
    await environment.teardown();
  } catch {
    return undefined;
  }
  return inCache(cache);
}

async function fromMaven(cache: string, onProgress: (line: string) => void): Promise<string> {
  onProgress(`Fetching Temporal's time-skipping test server ${version} from Maven Central …`);
  // Made whole under a name of its own and moved into place: two runs at once do not meet half a server.
  const folder = await mkdtemp(join(cache, '.making-'));
  try {
    await writeFile(join(folder, 'pom.xml'), pom);
    const goal = ['-q', '-B', 'dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=lib'];
    await promisify(execFile)('mvn', goal, { cwd: folder, timeout: 300_000 });
    await writeFile(join(folder, 'run'), script, { mode: 0o755 });
    const place = join(cache, `temporal-test-server-${version}`);
    await rename(folder, place).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
      await rm(folder, { recursive: true });
    });
    return join(place, 'run');
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(
      "No time-skipping test server: the SDK's download can't be reached, and Maven (mvn and java) did not get it.",
      { cause },
    );
  }
}

// The server ends with the process that started it, also when that could not say goodbye (a test that ran out of time).
const script = `#!/bin/sh
starter=$PPID server=$$
(while kill -0 $starter && kill -0 $server; do sleep 1; done; kill $server) </dev/null >/dev/null 2>&1 &
exec java -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$@"
`;

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>uslimato</groupId>
  <artifactId>temporal-test-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${version}</version>
    </dependency>
  </dependencies>
</project>
`;
