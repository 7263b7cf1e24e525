import { serveJobs } from '../threads/serve-jobs.ts';
import { createMailBuilder } from './build-mail.ts';
import { createMailJobs } from './mail-jobs.ts';

/** The thread of `createMailRenderer`: everything that reads a tenant's template is done here. */
serveJobs(createMailJobs(createMailBuilder()));
