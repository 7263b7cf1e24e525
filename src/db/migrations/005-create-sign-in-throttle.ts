import { Migration } from '@mikro-orm/migrations';

/** Counts of sign-in attempts, in the layout of rate-limiter-flexible. They belong to no tenant. */
export class CreateSignInThrottle extends Migration {
  override up(): void {
    this.addSql(`
      create table sign_in_throttle (
        key varchar(255) primary key,
        points integer not null default 0,
        expire bigint
      )`);
    this.addSql(`grant select, insert, update, delete on sign_in_throttle to uslimato_app`);
  }

  override down(): void {
    this.addSql(`drop table sign_in_throttle`);
  }
}
