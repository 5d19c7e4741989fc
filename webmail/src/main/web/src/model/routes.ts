import type { Id } from '../jmap/types.ts'

/** Where one is. Each is an address that can be reloaded, kept and shared between one's own devices. */
export type Route =
  | { at: 'list'; account?: Id; mailbox: string; thread?: Id; email?: Id; unread?: boolean; starred?: boolean }
  | { at: 'search'; q: string; thread?: Id; email?: Id }
  | { at: 'compose'; draft?: Id; to?: string; cc?: string; bcc?: string; subject?: string; body?: string }
  | { at: 'settings'; page: string; from?: string }
  | { at: 'contacts'; id?: Id }
  | { at: 'source'; email: Id }
  | { at: 'print'; email: Id }

/** Reads an address; what we do not know leads to the inbox. */
export function read(path: string, query: string, hash: string): Route {
  const parts = path.split('/').slice(1).map(decode)
  const account = parts[0] === 'a' && parts[1] ? { account: parts[1] } : {} // somebody else's, who shares it
  const [place = '', first, second] = 'account' in account ? parts.slice(2) : parts
  const asked = new URLSearchParams(query)
  const email = hash.length > 1 ? { email: decode(hash.slice(1)) } : {}
  switch (place) {
    case 'mail':
      return {
        at: 'list',
        ...account,
        mailbox: first || 'inbox',
        ...(second ? { thread: second, ...email } : {}),
        ...(asked.has('unread') ? { unread: true } : {}),
        ...(asked.has('starred') ? { starred: true } : {}),
      }
    case 'search':
      return { at: 'search', q: asked.get('q') ?? '', ...(first ? { thread: first, ...email } : {}) }
    case 'compose':
      return { at: 'compose', ...(first ? { draft: first } : {}), ...prefilled(asked) }
    case 'settings':
      return { at: 'settings', page: first || 'general', ...(asked.get('from') ? { from: asked.get('from') as string } : {}) }
    case 'contacts':
      return { at: 'contacts', ...(first ? { id: first } : {}) }
    case 'source':
    case 'print':
      if (first) return { at: place, email: first }
  }
  return { at: 'list', mailbox: 'inbox' }
}

/** The address of a route. */
export function write(route: Route): string {
  switch (route.at) {
    case 'list': {
      const flags = [route.unread && 'unread', route.starred && 'starred'].filter(Boolean).join('&')
      return `${route.account ? `/a/${encodeURIComponent(route.account)}` : ''}/mail/${encodeURIComponent(route.mailbox)}${tail(route)}${flags ? `?${flags}` : ''}${anchor(route)}`
    }
    case 'search':
      return `/search${tail(route)}?${new URLSearchParams({ q: route.q })}${anchor(route)}`
    case 'compose': {
      const { at: _, draft, ...fields } = route
      const query = new URLSearchParams(fields as Record<string, string>).toString()
      return `/compose${draft ? `/${encodeURIComponent(draft)}` : ''}${query ? `?${query}` : ''}`
    }
    case 'settings':
      return `/settings/${route.page}${route.from ? `?${new URLSearchParams({ from: route.from })}` : ''}`
    case 'contacts':
      return route.id ? `/contacts/${encodeURIComponent(route.id)}` : '/contacts'
    default:
      return `/${route.at}/${encodeURIComponent(route.email)}`
  }
}

const FIELDS = ['to', 'cc', 'bcc', 'subject', 'body'] as const

/** Fields of a mailto address, also when it came whole through the protocol handler (RFC 6068). */
function prefilled(asked: URLSearchParams): Partial<Record<(typeof FIELDS)[number], string>> {
  const mailto = /^mailto:([^?]*)\??(.*)$/is.exec(asked.get('mailto') ?? '')
  const given = new Map<string, string>(mailto ? [['to', decode(mailto[1] ?? '')]] : [])
  // "+" is a plus in a mailto address
  const fields = mailto ? new URLSearchParams((mailto[2] ?? '').replaceAll('+', '%2B')) : asked
  for (const [name, value] of fields) {
    const key = name.toLowerCase()
    given.set(key, key === 'to' && given.get('to') ? `${given.get('to')},${value}` : value)
  }
  return Object.fromEntries(FIELDS.flatMap(name => (given.get(name) ? [[name, given.get(name)]] : [])))
}

const tail = (route: { thread?: Id }): string => (route.thread ? `/${encodeURIComponent(route.thread)}` : '')
const anchor = (route: { email?: Id }): string => (route.email ? `#${encodeURIComponent(route.email)}` : '')

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
