import { useEffect, useState } from 'preact/hooks'
import { useLanguage, useSurroundings, useText } from '../context/context.ts'
import type { EmailFull, Id } from '../jmap/types.ts'
import { write } from '../model/addresses.ts'
import { htmlPart } from '../model/reading.ts'
import { Button } from '../ui/Button.tsx'
import { BodyFrame } from './BodyFrame.tsx'
import { PlainText } from './PlainText.tsx'

/** One message for paper. */
export function Print({ email: id }: { email: Id }) {
  const { mail } = useSurroundings()
  const text = useText()
  const language = useLanguage()
  const [email, setEmail] = useState<EmailFull>()
  useEffect(() => {
    void mail.watch(mail.conversations.email(id).then(setEmail))
  }, [id])
  if (!email) return <div class="list-loading" role="status"><span class="spinner" />{text('list.loading')}</div>
  const html = htmlPart(email)
  return (
    <section class="print" aria-label={text('action.print')}>
      <div class="print-bar">
        <Button kind="primary" icon="printer" onClick={() => print()}>{text('action.print')}</Button>
        <Button onClick={() => history.back()}>{text('action.back')}</Button>
      </div>
      <h1>{email.subject}</h1>
      <dl class="message-details">
        <dt>{text('field.from')}</dt><dd>{email.from?.map(write).join(', ')}</dd>
        <dt>{text('field.to')}</dt><dd>{email.to?.map(write).join(', ')}</dd>
        {email.cc && email.cc.length > 0 && <><dt>{text('field.cc')}</dt><dd>{email.cc.map(write).join(', ')}</dd></>}
        <dt>{text('field.date')}</dt><dd>{language.long(new Date(email.sentAt ?? email.receivedAt))}</dd>
      </dl>
      {html ? <BodyFrame email={email} part={html} /> : <PlainText email={email} />}
    </section>
  )
}
