/** A tenant's own template for a mail (R17), checked when it was saved. */
export type OwnTemplate = Readonly<{ subject: string; html: string; text: string }>;
