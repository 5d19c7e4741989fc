import { useRef, useState } from 'preact/hooks'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { type Field, OperationDialog, ShownOnce } from './Form.tsx'
import { Link, Page } from './Page.tsx'
import { useAnswer, useMay, useSurroundings, useWord } from './surroundings.ts'
import { Table } from './Table.tsx'

interface AccountRow {
  address: string
  admin: boolean
  suspended: boolean
  shared: boolean
  created: string
  lastLogin: string | null
  goes?: string
}

interface Imported {
  message: string
  problems: { line: number; address: string; problem: string }[]
}

/** The people who have a mailbox. */
export function Accounts() {
  const word = useWord()
  const may = useMay()
  const { words, me } = useSurroundings()
  const [deleted, setDeleted] = useState(false)
  const { value, problem, reload } = useAnswer<AccountRow[]>('account list', deleted ? { deleted: 'true' } : {})
  const [creating, setCreating] = useState(false)
  const [password, setPassword] = useState('')
  const fields: Field[] = [
    { name: 'address', label: word('address'), hint: word('addressHint') },
    { name: 'password', label: word('password'), kind: 'password', optional: true, hint: word('passwordHint') },
    { name: 'quota', label: word('quota'), optional: true, hint: word('quotaHint') },
  ]
  if (me.roles.some(it => it.role === 'superadmin')) fields.push({ name: 'admin', label: word('makeAdmin'), kind: 'check', hint: word('makeAdminHint') })
  const created = (answer: Record<string, unknown>) => {
    setCreating(false)
    reload()
    if (answer['password']) setPassword(String(answer['password']))
  }
  return (
    <Page
      title={word('accounts')}
      problem={problem}
      actions={may('account create') && (
        <>
          <Button icon={deleted ? 'check' : 'trash'} onClick={() => setDeleted(!deleted)}>{word(deleted ? 'presentAccounts' : 'deletedAccounts')}</Button>
          <ImportButton done={reload} />
          <Button kind="primary" icon="user-plus" onClick={() => setCreating(true)}>{word('addAccount')}</Button>
        </>
      )}
    >
      <Table
        label={word('accounts')}
        rows={value}
        empty={word(deleted ? 'noDeleted' : 'noAccounts')}
        filter={it => it.address}
        columns={[
          { name: 'address', label: word('address'), cell: it => <Link to={`/admin/accounts/${encodeURIComponent(it.address)}`}><bdi>{it.address}</bdi></Link> },
          { name: 'state', label: word('state'), cell: it => it.goes ? word('deletedUntil', { date: words.medium(new Date(it.goes)) }) : <>{it.admin && <em class="here">{word('role.superadmin')}</em>} {it.shared && <em class="here">{word('sharedOne')}</em>} {it.suspended && !it.shared && <em class="here bad">{word('suspended')}</em>}{!it.admin && !it.suspended && word('active')}</> },
          { name: 'lastLogin', label: word('lastLogin'), cell: it => it.lastLogin ? words.short(new Date(it.lastLogin)) : word('never') },
        ]}
      />
      {creating && <OperationDialog title={word('addAccount')} operation="account create" button={word('add')} fields={fields} close={() => setCreating(false)} done={created} />}
      {password && <ShownOnce title={word('passwordMade')} text={word('shownOnce')} secret={password} close={() => setPassword('')} />}
    </Page>
  )
}

function ImportButton({ done }: { done: () => void }) {
  const word = useWord()
  const { api, notices } = useSurroundings()
  const file = useRef<HTMLInputElement>(null)
  const [report, setReport] = useState<Imported>()
  const send = () => {
    const chosen = file.current?.files?.[0]
    if (!chosen) return
    api.send<Imported>('account import', chosen).then(
      it => {
        setReport(it)
        done()
      },
      (it: Error) => notices.say(it.message, true),
    )
  }
  return (
    <>
      <input ref={file} type="file" accept=".csv,text/csv" hidden aria-label={word('import')} onChange={send} />
      <Button icon="upload" onClick={() => file.current?.click()}>{word('import')}</Button>
      {report && (
        <Dialog title={word('import')} close={() => setReport(undefined)} closeLabel={word('close')} wide>
          <p>{report.message}</p>
          <ul class="problems">{report.problems.map(it => <li key={it.line}>{word('line', { line: it.line })}: <bdi>{it.address}</bdi> {it.problem}</li>)}</ul>
        </Dialog>
      )}
    </>
  )
}
