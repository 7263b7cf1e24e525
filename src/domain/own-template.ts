/**
 * A tenant's own template for a mail (R17), checked when it was saved. An empty `text` is one that follows the HTML: it is
 * made of that anew for each mail.
 */
export type OwnTemplate = Readonly<{ subject: string; html: string; text: string }>;
