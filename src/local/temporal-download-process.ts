import { TestWorkflowEnvironment } from '@temporalio/testing';

/** Child process of `downloadTemporal`: the SDK downloads when it starts a server, so one is started and ended. */
const [downloadDir, version] = process.argv.slice(2);
if (downloadDir === undefined || version === undefined) throw new Error('folder and version are missing');
process.once('disconnect', () => process.exit(1));
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', downloadDir, version } },
});
await environment.teardown();
process.exit(0);
