import { useState } from 'preact/hooks'
import { Button } from '../ui/Button.tsx'
import { OperationDialog } from './Form.tsx'
import { Page } from './Page.tsx'
import { useAnswer, useMay, useSurroundings, useWord } from './surroundings.ts'
import { Table } from './Table.tsx'

interface Mail {
  id: number
  queue: string
  state: string
  sender: string
  recipients: string[]
  sizeBytes: number
  attempts: number
  queued: string
  nextTry: string | null
  problem: string | null
}

/** Mail on its way, and what waits for somebody to decide. */
export function Queue() {
  const word = useWord()
  const may = useMay()
  const { api, words, notices } = useSurroundings()
  const [quarantine, setQuarantine] = useState(false)
  const { value, problem, reload } = useAnswer<Mail[]>('queue list', quarantine ? { quarantine: 'true' } : {})
  const [deleting, setDeleting] = useState<Mail>()
  const change = (operation: string, id: number) => void api.change<{ message: string }>(operation, { id: [String(id)] }).then(
    it => {
      notices.say(it.message)
      reload()
    },
    (it: Error) => notices.say(it.message, true),
  )
  return (
    <Page
      title={word('queue')}
      hint={word('queueHint')}
      problem={problem}
      actions={(
        <>
          <Button pressed={quarantine} onClick={() => setQuarantine(!quarantine)}>{word('onlyQuarantine')}</Button>
          <Button icon="refresh-cw" onClick={reload}>{word('reload')}</Button>
        </>
      )}
    >
      <Table
        label={word('queue')}
        rows={value}
        empty={word('noMail')}
        filter={it => `${it.sender} ${it.recipients.join(' ')} ${it.problem ?? ''}`}
        columns={[
          { name: 'mail', label: word('mail'), cell: it => <><bdi>{it.sender || word('nullSender')}</bdi><small>→ <bdi>{it.recipients.join(', ')}</bdi></small></> },
          { name: 'state', label: word('state'), cell: it => <><span class={it.state === 'quarantine' ? 'here bad' : ''}>{word(`mail.${it.state}` as 'mail.ready')}</span>{it.problem && <small>{it.problem}</small>}</> },
          { name: 'queued', label: word('since'), cell: it => <>{words.short(new Date(it.queued))}<small>{word('attempts', { count: it.attempts })}, {words.size(it.sizeBytes)}</small></> },
        ]}
        {...(may('queue retry') ? {
          end: (it: Mail) => (
            <>
              <Button onClick={() => change(it.state === 'quarantine' ? 'queue release' : 'queue retry', it.id)}>{word(it.state === 'quarantine' ? 'release' : 'retry')}</Button>
              <Button kind="danger" onClick={() => setDeleting(it)}>{word('delete')}</Button>
            </>
          ),
        } : {})}
      />
      {deleting && (
        <OperationDialog
          title={word('deleteMail')}
          operation="queue delete"
          button={word('delete')}
          danger
          fields={[]}
          fixed={{ id: [String(deleting.id)] }}
          close={() => setDeleting(undefined)}
          done={() => {
            setDeleting(undefined)
            reload()
          }}
        >
          <p>{word('deleteMailAsk', { sender: deleting.sender || word('nullSender') })}</p>
        </OperationDialog>
      )}
    </Page>
  )
}
