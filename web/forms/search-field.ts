import { z } from 'zod';

/** Schema of what somebody searches for (`?q=`): at most 200 characters; control characters count as spaces. */
export const searchField = z
  .string()
  .transform((text) =>
    text
      .replace(/[\u0000-\u001F\u007F]/g, ' ')
      .trim()
      .slice(0, 200)
      .toWellFormed(),
  )
  .catch('');
