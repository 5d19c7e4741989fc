import { useState } from 'preact/hooks'
import { Button } from '../ui/Button.tsx'
import { Page } from './Page.tsx'
import { useAnswer, useMay, useSurroundings, useWord } from './surroundings.ts'
import { Table } from './Table.tsx'

interface Entry {
  entry: number
  at: string
  who: string
  way: string
  from: string
  operation: string
  on: string
  outcome: string
}

const PAGE = 100

/** What administrators did. */
export function Audit() {
  const word = useWord()
  const may = useMay()
  const { api, words, notices } = useSurroundings()
  const [before, setBefore] = useState<number>()
  const { value, problem } = useAnswer<Entry[]>('audit list', { limit: String(PAGE), ...(before ? { before: String(before) } : {}) })
  const verify = () => void api.read<{ message: string }>('audit verify').then(it => notices.say(it.message), (it: Error) => notices.say(it.message, true))
  const save = async () => {
    const { message } = await api.read<{ message: string }>('audit export')
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([`${message}\n`], { type: 'application/jsonl' }))
    link.download = 'audit.jsonl'
    link.click()
  }
  return (
    <Page
      title={word('audit')}
      hint={word('auditHint')}
      problem={problem}
      actions={may('audit verify') && (
        <>
          <Button icon="shield-check" onClick={verify}>{word('verify')}</Button>
          <Button icon="download" onClick={() => void save().catch((it: Error) => notices.say(it.message, true))}>{word('export')}</Button>
        </>
      )}
    >
      <Table
        label={word('audit')}
        rows={value}
        empty={word('noEntries')}
        filter={it => `${it.who} ${it.operation} ${it.on} ${it.outcome}`}
        columns={[
          { name: 'at', label: word('time'), cell: it => <>{words.medium(new Date(it.at))}<small>{it.entry}</small></> },
          { name: 'who', label: word('who'), cell: it => <><bdi>{it.who}</bdi><small>{word(`way.${it.way}` as 'way.browser')} {it.from}</small></> },
          { name: 'what', label: word('what'), cell: it => <>{it.operation}<small><bdi>{it.on}</bdi></small></> },
          { name: 'outcome', label: word('outcome'), cell: it => <span class={it.outcome === 'done' ? '' : 'here bad'}>{it.outcome}</span> },
        ]}
      />
      <div class="page-actions">
        {before !== undefined && <Button onClick={() => setBefore(undefined)}>{word('newest')}</Button>}
        {value && value.length === PAGE && <Button onClick={() => setBefore(value.at(-1)?.entry)}>{word('older')}</Button>}
      </div>
    </Page>
  )
}
