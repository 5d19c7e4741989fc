import type { Key } from '../i18n/language.ts'
import type { Mailbox, Role } from '../jmap/types.ts'

const ICONS: Partial<Record<Role, string>> = {
  inbox: 'inbox', sent: 'send', drafts: 'file', archive: 'archive', trash: 'trash', junk: 'octagon-alert',
  scheduled: 'calendar-clock', snoozed: 'clock', flagged: 'star', all: 'mails',
}

const NAMES: Partial<Record<Role, Key>> = {
  inbox: 'folder.inbox', sent: 'folder.sent', drafts: 'folder.drafts', archive: 'folder.archive',
  trash: 'folder.trash', junk: 'folder.junk', scheduled: 'folder.scheduled', snoozed: 'folder.snoozed',
}

export const folderIcon = (role: Role | null): string => (role ? ICONS[role] : undefined) ?? 'folder'

/** Mailboxes with a role are called as people call them in their language. */
export function folderName(mailbox: Mailbox, text: (key: Key) => string): string {
  const key = mailbox.role ? NAMES[mailbox.role] : undefined
  return key ? text(key) : mailbox.name
}
