import { serveJobs } from '../threads/serve-jobs.ts';
import { createMailBuilder } from './build-mail.ts';
import { createMailJobs } from './mail-jobs.ts';

/** The thread of `createMailRenderer`: whatever reads a tenant's template runs here. */
serveJobs(createMailJobs(createMailBuilder()));
