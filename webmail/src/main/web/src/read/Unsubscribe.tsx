import { useSurroundings, useText } from '../context/context.ts'
import type { EmailFull } from '../jmap/types.ts'
import { unsubscribe } from '../model/reading.ts'

/** The way out of a list that its mail offers: by a mail, or on the list's own page. */
export function Unsubscribe({ email }: { email: EmailFull }) {
  const { compose } = useSurroundings()
  const text = useText()
  const way = unsubscribe(email)
  if (!way) return null
  if (way.url.startsWith('mailto:')) {
    const [, to = '', query = ''] = /^mailto:([^?]*)\??(.*)$/is.exec(way.url) ?? []
    const fields = new URLSearchParams(query.replaceAll('+', '%2B'))
    const ask = () => compose({ kind: 'new', to: decodeURIComponent(to), subject: fields.get('subject') ?? 'unsubscribe', body: fields.get('body') ?? '' })
    return <button type="button" class="unsubscribe" onClick={ask}>{text('read.unsubscribe')}</button>
  }
  return <a class="unsubscribe" href={way.url} target="_blank" rel="noopener noreferrer">{text('read.unsubscribe')}</a>
}
