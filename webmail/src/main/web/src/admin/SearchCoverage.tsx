import { Button } from '../ui/Button.tsx'
import { useAnswer, useMay, useSurroundings, useWord } from './surroundings.ts'

interface Coverage {
  messages: number
  indexed: number
  upToDate: boolean
  indexBytes: number
  attachmentsRead: number
  messagesWithUnreadAttachments: number
  attachmentsSkipped: number
}

/** What can be found of a person's mail. */
export function SearchCoverage({ address }: { address: string }) {
  const word = useWord()
  const may = useMay()
  const { api, words, notices } = useSurroundings()
  const { value, problem, reload } = useAnswer<Coverage>('search status', { address })
  const again = () => void api.change<{ message: string }>('search reindex', { address }).then(
    it => {
      notices.say(it.message)
      reload()
    },
    (it: Error) => notices.say(it.message, true),
  )
  return (
    <section>
      <h2>{word('search')}</h2>
      {problem && <p class="wrong" role="alert">{problem}</p>}
      {value && (
        <>
          <p>{word(value.upToDate ? 'searchWhole' : 'searchBehind', { indexed: value.indexed, count: value.messages })}</p>
          <p class="hint">{word('attachments', { read: value.attachmentsRead, skipped: value.attachmentsSkipped, waiting: value.messagesWithUnreadAttachments, size: words.size(value.indexBytes) })}</p>
        </>
      )}
      {may('search reindex') && <Button icon="refresh-cw" onClick={again}>{word('reindex')}</Button>}
    </section>
  )
}
