import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';

/** A statement as it went to PostgreSQL. `name` follows from its text, for the prepared statement. */
export type Statement = Readonly<{ name: string; text: string; values: readonly unknown[] }>;

/** Writes a statement down at the end of the file. */
export function appendStatement(file: string, { text, values }: Omit<Statement, 'name'>): void {
  // Values keep their types: an array, a Date or bytes are none of JSON's.
  appendFileSync(file, `${serialize({ text, values }).toString('base64')}\n`);
}

/** The statements of a file, in their order. */
export function readStatements(file: string): Statement[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { text, values } = deserialize(Buffer.from(line, 'base64')) as Omit<Statement, 'name'>;
      return { name: createHash('sha256').update(text).digest('hex').slice(0, 32), text, values };
    });
}
