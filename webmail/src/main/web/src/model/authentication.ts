import type { EmailFull } from '../jmap/types.ts'

/** What our server found out about who sent a message (RFC 8601). */
export interface Verdict {
  /** Whether the domain that people see in From vouched for it. */
  result: 'pass' | 'fail'
  domain: string
  /** Checks that failed, such as `dmarc`. */
  failed: string[]
}

/**
 * The marks of our own server: fields that stand above the Received field that it wrote first, and
 * bear the name that it gave itself there. Fields below came with the message, and anybody writes those.
 */
export function verdict(email: EmailFull): Verdict | undefined {
  const headers = email.headers ?? []
  const received = headers.findIndex(it => it.name.toLowerCase() === 'received')
  const host = /\bby\s+([^\s;()]+)/i.exec(unfolded(headers[received]?.value ?? ''))?.[1]?.toLowerCase()
  const domain = email.from?.[0]?.email.split('@').at(-1)?.toLowerCase()
  if (!host || !domain || email.from?.length !== 1) return undefined
  const results = headers.slice(0, received)
    .filter(it => it.name.toLowerCase() === 'authentication-results')
    .map(it => unfolded(it.value))
    .filter(it => /^[^\s;]+/.exec(it)?.[0]?.toLowerCase() === host)
    .flatMap(it => it.replace(/"(?:\\.|[^"\\])*"/g, '').replace(/\([^()]*\)/g, '').split(';').slice(1)) // words in quotes and comments say nothing
    .flatMap(it => {
      const found = /^\s*(spf|dkim|dmarc)\s*=\s*(\w+)/i.exec(it)
      return found ? [{ method: (found[1] as string).toLowerCase(), result: (found[2] as string).toLowerCase() }] : []
    })
  const dmarc = results.find(it => it.method === 'dmarc')
  if (dmarc?.result === 'pass') return { result: 'pass', domain, failed: [] }
  if (dmarc?.result !== 'fail') return undefined
  return { result: 'fail', domain, failed: [...new Set(results.filter(it => /fail|permerror/.test(it.result)).map(it => it.method))] }
}

const unfolded = (value: string): string => value.replace(/\r?\n(?=[ \t])/g, '').trim()
