import { Migration } from '@mikro-orm/migrations';

const roles = ['description', 'reply', 'solution', 'reason'];

const check = (known: readonly string[]): string =>
  `alter table notice add constraint notice_text_role_check check (text_role in (${known.map((role) => `'${role}'`).join(', ')}))`;

/** A mail knows whether the message that it quotes asks the reporter for an answer (R24). */
export class MarkQuestionsInMails extends Migration {
  override up(): void {
    this.addSql(`alter table notice drop constraint notice_text_role_check`);
    this.addSql(check([...roles, 'question']));
  }

  override down(): void {
    this.addSql(`alter table notice drop constraint notice_text_role_check`);
    this.addSql(`alter table notice no force row level security`);
    this.addSql(`update notice set text_role = 'reply' where text_role = 'question'`);
    this.addSql(`alter table notice force row level security`);
    this.addSql(check(roles));
  }
}
