/** A part of the document: JSON, as OpenAPI 3.1 defines it. */
export type Json = Readonly<Record<string, unknown>>;
