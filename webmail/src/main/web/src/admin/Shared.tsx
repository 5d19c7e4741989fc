import { useState } from 'preact/hooks'
import { Button, IconButton } from '../ui/Button.tsx'
import { OperationDialog } from './Form.tsx'
import { Link, Page } from './Page.tsx'
import { useAnswer, useMay, useSurroundings, useWord } from './surroundings.ts'
import { Table } from './Table.tsx'

interface SharedRow {
  address: string
  members: number
}

interface MemberRow {
  member: string
  writes: boolean
  sendsAs: boolean
}

/** Mailboxes that a team works with. */
export function SharedMailboxes() {
  const word = useWord()
  const may = useMay()
  const { value, problem, reload } = useAnswer<SharedRow[]>('shared list')
  const [adding, setAdding] = useState(false)
  return (
    <Page title={word('shared')} hint={word('sharedHint')} problem={problem} actions={may('shared create') && <Button kind="primary" icon="plus" onClick={() => setAdding(true)}>{word('addShared')}</Button>}>
      <Table
        label={word('shared')}
        rows={value}
        empty={word('noShared')}
        filter={it => it.address}
        columns={[
          { name: 'address', label: word('address'), cell: it => <Link to={`/admin/shared/${encodeURIComponent(it.address)}`}><bdi>{it.address}</bdi></Link> },
          { name: 'members', label: word('members'), cell: it => it.members },
        ]}
      />
      {adding && (
        <OperationDialog
          title={word('addShared')}
          operation="shared create"
          button={word('add')}
          fields={[
            { name: 'address', label: word('address'), hint: word('addSharedHint') },
            { name: 'member', label: word('members'), kind: 'lines', optional: true, hint: word('sharedMembersHint') },
          ]}
          close={() => setAdding(false)}
          done={() => {
            setAdding(false)
            reload()
          }}
        />
      )}
    </Page>
  )
}

/** Who works with one, and how. */
export function SharedMailbox({ address }: { address: string }) {
  const word = useWord()
  const may = useMay()
  const { api, notices, path } = useSurroundings()
  const { value, problem, reload } = useAnswer<MemberRow[]>('shared members', { address })
  const [asked, setAsked] = useState<'add' | 'delete'>()
  const remove = (member: string) => void api.change('shared remove', { address, member: [member] }).then(reload, (it: Error) => notices.say(it.message, true))
  const leave = () => {
    history.pushState(null, '', '/admin/shared')
    path.value = '/admin/shared'
  }
  return (
    <Page
      title={address}
      problem={problem}
      actions={may('shared add') && (
        <>
          <Button kind="danger" icon="trash" onClick={() => setAsked('delete')}>{word('deleteAccount')}</Button>
          <Button kind="primary" icon="plus" onClick={() => setAsked('add')}>{word('addMembers')}</Button>
        </>
      )}
    >
      <Table
        label={word('members')}
        rows={value}
        empty={word('noMembers')}
        filter={it => it.member}
        columns={[
          { name: 'member', label: word('address'), cell: it => <bdi>{it.member}</bdi> },
          { name: 'may', label: word('mayDo'), cell: it => word(it.sendsAs ? 'writesAndSends' : it.writes ? 'writes' : 'looks') },
        ]}
        {...(may('shared remove') ? { end: (it: MemberRow) => <IconButton icon="trash" label={word('removeThis', { what: it.member })} onClick={() => remove(it.member)} /> } : {})}
      />
      {asked === 'add' && (
        <OperationDialog
          title={word('addMembers')}
          operation="shared add"
          button={word('add')}
          fields={[
            { name: 'member', label: word('members'), kind: 'lines', hint: word('sharedMembersHint') },
            { name: 'no-send', label: word('noSend'), kind: 'check' },
            { name: 'read-only', label: word('readOnly'), kind: 'check' },
          ]}
          fixed={{ address }}
          close={() => setAsked(undefined)}
          done={() => {
            setAsked(undefined)
            reload()
          }}
        />
      )}
      {asked === 'delete' && (
        <OperationDialog title={word('deleteAccount')} operation="account delete" button={word('deleteAccount')} danger fields={[]} fixed={{ address }} close={() => setAsked(undefined)} done={leave}>
          <p>{word('deleteSharedAsk', { address })}</p>
        </OperationDialog>
      )}
    </Page>
  )
}
