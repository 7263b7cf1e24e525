import { globSync, readFileSync } from 'node:fs';

/** A source file whose texts people may read. */
export type Source = Readonly<{ path: string; text: string }>;

/** All code that names texts of the catalogues: TypeScript and templates. */
export function readSources(): Source[] {
  return globSync('{src,web,activities,workflows}/**/*.{ts,eta}')
    .filter((path) => !/^src\/(db\/migrations|locales)\//.test(path))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}
