import { createRequire } from 'node:module';

/** axe-core as @axe-core/playwright brings it. That one's own builder injects it anew for each run, and takes four times as long. */
export function axeFile(): string {
  const builder = createRequire(import.meta.url).resolve('@axe-core/playwright');
  return createRequire(builder).resolve('axe-core/axe.min.js');
}
