import { useEffect, useState } from 'preact/hooks'
import { useSurroundings, useText } from '../context/context.ts'
import type { Id } from '../jmap/types.ts'
import { Button } from '../ui/Button.tsx'

/** A message as it came, octet for octet. */
export function Source({ email: id }: { email: Id }) {
  const { mail } = useSurroundings()
  const text = useText()
  const [source, setSource] = useState<string>()
  const [url, setUrl] = useState('')
  useEffect(() => {
    const load = async () => {
      const email = await mail.conversations.email(id)
      if (!email) return setSource(text('problem.gone'))
      const at = mail.client.downloadUrl(email.blobId, 'message.eml', 'message/rfc822')
      setUrl(at)
      const bytes = await (await fetch(at)).arrayBuffer()
      setSource(new TextDecoder('utf-8').decode(bytes))
    }
    void mail.watch(load())
  }, [id])
  return (
    <section class="source" aria-label={text('action.source')}>
      <div class="source-head">
        <h2>{text('action.source')}</h2>
        {url && <a class="button plain" href={url} download="message.eml"><span>{text('action.download')}</span></a>}
        <Button onClick={() => history.back()}>{text('action.back')}</Button>
      </div>
      {source === undefined ? <div class="list-loading" role="status"><span class="spinner" />{text('list.loading')}</div> : <pre tabIndex={0}>{source}</pre>}
    </section>
  )
}
