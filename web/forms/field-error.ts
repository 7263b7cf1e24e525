/** What is wrong with one field, as a sentence that says what to do. An empty `field` means the form as a whole. */
export type FieldError = Readonly<{ field: string; message: string }>;
export type FormErrors = readonly FieldError[];
