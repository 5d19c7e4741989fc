import { useState } from 'preact/hooks'
import { useSurroundings, useText } from '../context/context.ts'
import type { EmailFull } from '../jmap/types.ts'
import { display } from '../model/addresses.ts'
import { unsubscribe } from '../model/reading.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

/** The way out of a list that its mail offers: at once by the server, by a mail, or on the list's own page. */
export function Unsubscribe({ email }: { email: EmailFull }) {
  const { mail, compose } = useSurroundings()
  const text = useText()
  const [asking, setAsking] = useState(false)
  const [failed, setFailed] = useState(false)
  const way = unsubscribe(email)
  if (!way) return null
  if (way.url.startsWith('mailto:')) {
    const [, to = '', query = ''] = /^mailto:([^?]*)\??(.*)$/is.exec(way.url) ?? []
    const fields = new URLSearchParams(query.replaceAll('+', '%2B'))
    const ask = () => compose({ kind: 'new', to: decodeURIComponent(to), subject: fields.get('subject') ?? 'unsubscribe', body: fields.get('body') ?? '' })
    return <button type="button" class="unsubscribe" onClick={ask}>{text('read.unsubscribe')}</button>
  }
  if (!way.oneClick) return <a class="unsubscribe" href={way.url} target="_blank" rel="noopener noreferrer">{text('read.unsubscribe')}</a>
  const leave = async () => {
    const answer = await fetch(`/mail-unsubscribe/${mail.client.accountId}/${email.id}`, { method: 'POST', headers: { 'x-godwit': 'unsubscribe' } })
    if (!answer.ok) return setFailed(true)
    setAsking(false)
    mail.notices.say('unsubscribe.done')
  }
  const name = display(email.from?.[0] ?? { name: null, email: '' })
  return (
    <>
      <button type="button" class="unsubscribe" onClick={() => setAsking(true)}>{text('read.unsubscribe')}</button>
      {asking && (
        <Dialog title={text('read.unsubscribe')} close={() => setAsking(false)} closeLabel={text('action.close')}>
          <p>{text('unsubscribe.ask', { name })}</p>
          {failed && <p class="wrong" role="alert">{text('unsubscribe.failed')} <a href={way.url} target="_blank" rel="noopener noreferrer">{text('unsubscribe.page')}</a></p>}
          <div class="form-buttons">
            <Button onClick={() => setAsking(false)}>{text('action.cancel')}</Button>
            <Button kind="primary" onClick={() => void mail.watch(leave())}>{text('read.unsubscribe')}</Button>
          </div>
        </Dialog>
      )}
    </>
  )
}
