import type { Address, BodyPart, EmailFull, Id } from '../jmap/types.ts'
import { same } from './addresses.ts'
import { RECEIPT_TO } from './receipts.ts'
import type { Draft } from './drafts.ts'

/** Recipients, subject and threading of an answer (RFC 5322 §3.6.4). The text is the composer's. */
export function reply(email: EmailFull, all: boolean, own: readonly Address[]): Partial<Draft> {
  const mine = (address: Address) => own.some(it => same(it, address))
  const fromMe = (email.from ?? []).some(mine)
  // to oneself one does not answer: an answer to one's own message goes where that went
  const to = fromMe ? (email.to ?? []) : (email.replyTo?.length ? email.replyTo : (email.from ?? []))
  const others = all ? [...(fromMe ? [] : (email.to ?? [])), ...(email.cc ?? [])] : []
  const people = unique(to)
  return {
    to: people,
    cc: unique(others).filter(it => !mine(it) && !people.some(other => same(other, it))),
    subject: prefixed('Re', email.subject),
    inReplyTo: email.messageId,
    references: references(email),
    answers: { email: email.id, keyword: '$answered' },
  }
}

export function forward(email: EmailFull): Partial<Draft> {
  return {
    subject: prefixed('Fwd', email.subject),
    attachments: email.attachments.flatMap(part => (part.blobId ? [attachment(part, part.blobId)] : [])),
    references: references(email),
    answers: { email: email.id, keyword: '$forwarded' },
  }
}

/** A draft that is on the server, to go on with. */
export function resumed(email: EmailFull): Partial<Draft> {
  return {
    id: email.id,
    to: email.to ?? [],
    cc: email.cc ?? [],
    bcc: email.bcc ?? [],
    subject: email.subject ?? '',
    ...(email[RECEIPT_TO]?.length ? { receipt: true } : {}),
    inReplyTo: email.inReplyTo,
    references: email.references,
    attachments: email.attachments.flatMap(part => (part.blobId ? [attachment(part, part.blobId)] : [])),
  }
}

function attachment(part: BodyPart, blobId: Id): Draft['attachments'][number] {
  const inline = part.cid && part.disposition === 'inline' ? { cid: part.cid } : {}
  return { blobId, name: part.name ?? '', type: part.type, size: part.size, ...inline }
}

function references(email: EmailFull): string[] | null {
  const before = email.references ?? (email.inReplyTo?.length === 1 ? email.inReplyTo : [])
  const all = [...before, ...(email.messageId ?? [])]
  return all.length > 0 ? all : null
}

/** One prefix, however many there were, in the languages that programs write them. */
function prefixed(prefix: 'Re' | 'Fwd', subject: string | null): string {
  const bare = (subject ?? '').replace(/^\s*(?:(?:re|aw|sv|antw|fwd?|wg|tr|rv)(?:\[\d+\])?\s*:\s*)+/i, '')
  return `${prefix}: ${bare}`
}

function unique(addresses: readonly Address[]): Address[] {
  return addresses.filter((it, index) => addresses.findIndex(other => same(it, other)) === index)
}
