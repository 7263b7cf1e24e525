import { threadId } from 'node:worker_threads';
import { createMailBuilder } from '../../src/mail/build-mail.ts';
import { createMailJobs } from '../../src/mail/mail-jobs.ts';
import { serveJobs } from '../../src/threads/serve-jobs.ts';

/** The renderer's thread, but for templates with the words "never ends": these never do. The text tells which thread it was. */
const builder = createMailBuilder();
const jobs = createMailJobs({
  ...builder,
  buildMail: (facts, own) => {
    if (own?.text.includes('never ends')) for (;;);
    return { ...builder.buildMail(facts, own), text: `thread ${threadId}` };
  },
});

serveJobs((job: Parameters<typeof jobs>[0]) => {
  if (job.do === 'check' && job.typed.text.includes('never ends')) for (;;);
  return jobs(job);
});
