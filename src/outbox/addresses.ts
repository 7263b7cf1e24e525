/** Where mails come from and lead to: the site's address without a slash at its end, and the domain of Message-IDs. */
export type MailAddresses = Readonly<{ publicUrl: string; messageIdDomain: string }>;
