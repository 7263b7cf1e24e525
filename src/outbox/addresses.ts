/** The site's address, without a trailing slash, to which links in mails lead; and the domain of Message-IDs. */
export type MailAddresses = Readonly<{ publicUrl: string; messageIdDomain: string }>;
