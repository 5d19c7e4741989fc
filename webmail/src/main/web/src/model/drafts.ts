import type { Address, Id, Identity } from '../jmap/types.ts'
import { RECEIPT_TO } from './receipts.ts'

export interface Attachment {
  blobId: Id
  name: string
  type: string
  size: number
  /** By what name the text shows it (RFC 2392). */
  cid?: string
}

/** A message that is being written. */
export interface Draft {
  /** Its last state on the server. */
  id?: Id
  /** Of this window's writing alone: by it one finds out what the server has of it, when an answer was lost. */
  messageId?: string
  identity: Identity
  to: readonly Address[]
  cc: readonly Address[]
  bcc: readonly Address[]
  subject: string
  html: string
  text: string
  attachments: readonly Attachment[]
  inReplyTo: string[] | null
  references: string[] | null
  /** Whether recipients are asked to say that they have read it (RFC 8098). */
  receipt?: boolean
  /** An answer to an invitation (RFC 6047). */
  calendar?: string
  /** The message that it answers or passes on, which is marked once this is sent. */
  answers?: { email: Id; keyword: '$answered' | '$forwarded' }
}

export function emptyDraft(identity: Identity): Draft {
  return {
    identity, to: [], cc: [], bcc: identity.bcc ?? [], subject: '', html: '', text: '', attachments: [], inReplyTo: null, references: null,
  }
}

/** What Email/set makes a message of (RFC 8621 §4.6). */
export function toEmail(draft: Draft, mailbox: Id): Record<string, unknown> {
  const people = (list: readonly Address[]) => (list.length > 0 ? list.map(({ name, email }) => ({ name, email })) : null)
  const shown = draft.attachments.filter(it => it.cid && draft.html.includes(`cid:${it.cid}`))
  const others = draft.attachments.filter(it => !shown.includes(it))
  const part = (it: Attachment, disposition: string) => ({
    blobId: it.blobId, type: it.type, name: it.name, disposition, ...(it.cid && disposition === 'inline' ? { cid: it.cid } : {}),
  })
  const text = { partId: 'text', type: 'text/plain' }
  const html = { partId: 'html', type: 'text/html' }
  const related = shown.length > 0
    ? { type: 'multipart/related', subParts: [html, ...shown.map(it => part(it, 'inline'))] }
    : html
  const body = {
    type: 'multipart/alternative',
    subParts: draft.calendar ? [text, { partId: 'calendar', type: 'text/calendar' }] : [text, related],
  }
  return {
    mailboxIds: { [mailbox]: true },
    keywords: { $draft: true, $seen: true },
    from: [{ name: draft.identity.name || null, email: draft.identity.email }],
    replyTo: draft.identity.replyTo,
    to: people(draft.to),
    cc: people(draft.cc),
    bcc: people(draft.bcc),
    subject: draft.subject,
    ...(draft.receipt ? { [RECEIPT_TO]: [{ name: draft.identity.name || null, email: draft.identity.email }] } : {}),
    ...(draft.messageId ? { messageId: [draft.messageId] } : {}),
    inReplyTo: draft.inReplyTo,
    references: draft.references,
    bodyStructure: others.length > 0
      ? { type: 'multipart/mixed', subParts: [body, ...others.map(it => part(it, 'attachment'))] }
      : body,
    bodyValues: { text: { value: draft.text }, ...(draft.calendar ? { calendar: { value: draft.calendar } } : { html: { value: page(draft.html) } }) },
  }
}

const page = (html: string): string => `<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>${html}</body></html>`

export const recipients = (draft: Draft): Address[] => [...draft.to, ...draft.cc, ...draft.bcc]

/** Whether there is nothing that would be missed. */
export function isEmpty(draft: Draft): boolean {
  return recipients(draft).length === 0 && draft.subject.trim() === '' && draft.text.trim() === '' && draft.attachments.length === 0
}

/** What somebody may have forgotten, before it is sent. */
export function doubts(draft: Draft, own: string, attachmentWords: RegExp): ('subject' | 'attachment')[] {
  const found: ('subject' | 'attachment')[] = []
  if (draft.subject.trim() === '') found.push('subject')
  if (draft.attachments.length === 0 && attachmentWords.test(own)) found.push('attachment')
  return found
}
