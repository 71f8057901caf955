export { mailForgetting } from './forgetting-store.ts';
export { mailJobs } from './jobs.ts';
export { invitationMail, mailLanguage, passwordResetMail } from './letters.ts';
export { mailRoutes } from './routes.ts';
export type { MailJobParts } from './send-mail.ts';
export { type ToldLicence, writeExpiryMail } from './write-expiry-notices.ts';
export { type MailContext, type NewMail, writeMail } from './write-mail.ts';
export { type ShippedOrder, writeActivationCodeMail, writeExternalFileMail, writeOrderShippedMail } from './write-notices.ts';
export { writeTransferMail } from './write-transfer-notices.ts';
