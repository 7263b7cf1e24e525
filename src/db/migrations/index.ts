import { CreateHostTables } from './001-create-host-tables.ts';
import { CreateTicketTables } from './002-create-ticket-tables.ts';
import { ForceRowLevelSecurity } from './003-force-row-level-security.ts';
import { CreateLookups } from './004-create-lookups.ts';
import { CreateSignInThrottle } from './005-create-sign-in-throttle.ts';
import { ShowMigrations } from './006-show-migrations.ts';

/** All migrations, in the order in which they run. */
export const migrations = [
  { name: '001-create-host-tables', class: CreateHostTables },
  { name: '002-create-ticket-tables', class: CreateTicketTables },
  { name: '003-force-row-level-security', class: ForceRowLevelSecurity },
  { name: '004-create-lookups', class: CreateLookups },
  { name: '005-create-sign-in-throttle', class: CreateSignInThrottle },
  { name: '006-show-migrations', class: ShowMigrations },
];
