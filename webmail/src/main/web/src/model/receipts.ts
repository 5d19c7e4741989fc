import type { JmapClient } from '../jmap/client.ts'
import { MethodRefused } from '../jmap/problems.ts'
import type { Address, EmailFull, EmailRow, Id, Identity, SetProblem } from '../jmap/types.ts'
import { same } from './addresses.ts'

export const RECEIPT_TO = 'header:Disposition-Notification-To:asAddresses'
/** Somebody has been asked, and has answered or not (RFC 3503). */
export const ANSWERED = '$mdnsent'

/** Who wants to know that a message was read, as long as nobody has decided that; one asks nobody about one's own. */
export function wantsReceipt(email: EmailFull, row: EmailRow, own: string): Address | undefined {
  const [to, ...others] = email[RECEIPT_TO] ?? []
  const fromMe = email.from?.some(it => it.email.toLowerCase() === own.toLowerCase())
  return to && others.length === 0 && !fromMe && !row.keywords[ANSWERED] && !row.keywords['$draft'] ? to : undefined
}

/** Says that a message was shown (RFC 9007 §2.1); the server marks the message. */
export async function sendReceipt(client: JmapClient, email: EmailFull, identities: readonly Identity[]): Promise<void> {
  const written = [...(email.to ?? []), ...(email.cc ?? [])]
  const identity = identities.find(it => written.some(other => same(it, other))) ?? identities[0]
  const answer = await client.call<{ notSent: Record<string, SetProblem> | null }>('MDN/send', {
    identityId: identity?.id as Id,
    send: { receipt: { forEmailId: email.id, disposition: { actionMode: 'manual-action', sendingMode: 'mdn-sent-manually', type: 'displayed' } } },
  })
  const problem = answer.notSent?.['receipt']
  if (problem) throw new MethodRefused('MDN/send', problem.type, problem.description ?? problem.type)
}
