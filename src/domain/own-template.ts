/** A tenant's own words for a mail (R17), as they were checked when saved. */
export type OwnTemplate = Readonly<{ subject: string; html: string; text: string }>;
