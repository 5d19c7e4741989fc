/** What the service worker does with a push message. It asks the server itself: a push holds no mail. */

type Answer = [string, Record<string, unknown>, string]
interface Session {
  apiUrl: string
  primaryAccounts: Record<string, string>
}

export interface News {
  id: string
  title: string
  text: string
  address: string
}

const CORE = 'urn:ietf:params:jmap:core'
const MAIL = 'urn:ietf:params:jmap:mail'

/** Proves that the push service leads here (RFC 8620 §7.2.2). */
export async function verify(fetch: typeof globalThis.fetch, id: string, code: string): Promise<void> {
  await ask(fetch, await session(fetch), [['PushSubscription/set', { update: { [id]: { verificationCode: code } } }, '0']])
}

/** The newest unread message of the inbox. */
export async function news(fetch: typeof globalThis.fetch): Promise<News | undefined> {
  const here = await session(fetch)
  const accountId = here.primaryAccounts[MAIL]
  const [inbox] = await ask(fetch, here, [['Mailbox/query', { accountId, filter: { role: 'inbox' } }, '0']])
  const mailbox = (inbox?.[1]['ids'] as string[] | undefined)?.[0]
  if (!mailbox) return undefined
  const answers = await ask(fetch, here, [
    ['Email/query', { accountId, filter: { inMailbox: mailbox, notKeyword: '$seen' }, sort: [{ property: 'receivedAt', isAscending: false }], limit: 1 }, '0'],
    ['Email/get', { accountId, '#ids': { resultOf: '0', name: 'Email/query', path: '/ids' }, properties: ['threadId', 'from', 'subject', 'preview'] }, '1'],
  ])
  const found = (answers[1]?.[1]['list'] as { id: string; threadId: string; from: { name: string | null; email: string }[] | null; subject: string | null; preview: string }[] | undefined)?.[0]
  if (!found) return undefined
  return {
    id: found.id,
    title: found.from?.[0]?.name || found.from?.[0]?.email || 'Godwit',
    text: [found.subject, found.preview].filter(Boolean).join('\n'),
    address: `/mail/inbox/${encodeURIComponent(found.threadId)}`,
  }
}

async function session(fetch: typeof globalThis.fetch): Promise<Session> {
  const answer = await fetch('/jmap/session')
  if (!answer.ok) throw new Error(`session: ${answer.status}`)
  return (await answer.json()) as Session
}

async function ask(fetch: typeof globalThis.fetch, here: Session, methodCalls: Answer[]): Promise<Answer[]> {
  const answer = await fetch(here.apiUrl.replace(/^https?:\/\/[^/]*/, ''), {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ using: [CORE, MAIL], methodCalls }),
  })
  if (!answer.ok) throw new Error(`api: ${answer.status}`)
  return ((await answer.json()) as { methodResponses: Answer[] }).methodResponses
}
