import { useState } from 'preact/hooks'
import { Button, IconButton } from '../ui/Button.tsx'
import { OperationDialog } from './Form.tsx'
import { Link, Page } from './Page.tsx'
import { useAnswer, useMay, useSurroundings, useWord } from './surroundings.ts'
import { Table } from './Table.tsx'

interface GroupRow {
  group: string
  members: number
}

/** Addresses that stand for many. */
export function Groups() {
  const word = useWord()
  const may = useMay()
  const { value, problem, reload } = useAnswer<GroupRow[]>('group list')
  const [adding, setAdding] = useState(false)
  return (
    <Page title={word('groups')} hint={word('groupsHint')} problem={problem} actions={may('group add') && <Button kind="primary" icon="plus" onClick={() => setAdding(true)}>{word('addGroup')}</Button>}>
      <Table
        label={word('groups')}
        rows={value}
        empty={word('noGroups')}
        filter={it => it.group}
        columns={[
          { name: 'group', label: word('group'), cell: it => <Link to={`/admin/groups/${encodeURIComponent(it.group)}`}><bdi>{it.group}</bdi></Link> },
          { name: 'members', label: word('members'), cell: it => it.members },
        ]}
      />
      {adding && (
        <OperationDialog
          title={word('addGroup')}
          operation="group add"
          button={word('add')}
          fields={[{ name: 'group', label: word('group') }, { name: 'member', label: word('members'), kind: 'lines', hint: word('membersHint') }]}
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

/** Who is in a group. */
export function Group({ address }: { address: string }) {
  const word = useWord()
  const may = useMay()
  const { api, notices, path } = useSurroundings()
  const { value, problem, reload } = useAnswer<{ member: string }[]>('group members', { group: address })
  const [asked, setAsked] = useState<'add' | 'remove'>()
  const remove = (member: string) => void api.change('group remove', { group: address, member: [member] }).then(
    () => (value?.length === 1 ? leave() : reload()),
    (it: Error) => notices.say(it.message, true),
  )
  const leave = () => {
    history.pushState(null, '', '/admin/groups')
    path.value = '/admin/groups'
  }
  return (
    <Page
      title={address}
      problem={problem}
      actions={may('group add') && (
        <>
          <Button kind="danger" icon="trash" onClick={() => setAsked('remove')}>{word('removeGroup')}</Button>
          <Button kind="primary" icon="plus" onClick={() => setAsked('add')}>{word('addMembers')}</Button>
        </>
      )}
    >
      <Table
        label={word('members')}
        rows={value}
        empty={word('noMembers')}
        filter={it => it.member}
        columns={[{ name: 'member', label: word('address'), cell: it => <bdi>{it.member}</bdi> }]}
        {...(may('group remove') ? { end: (it: { member: string }) => <IconButton icon="trash" label={word('removeThis', { what: it.member })} onClick={() => remove(it.member)} /> } : {})}
      />
      {asked === 'add' && (
        <OperationDialog
          title={word('addMembers')}
          operation="group add"
          button={word('add')}
          fields={[{ name: 'member', label: word('members'), kind: 'lines', hint: word('membersHint') }]}
          fixed={{ group: address }}
          close={() => setAsked(undefined)}
          done={() => {
            setAsked(undefined)
            reload()
          }}
        />
      )}
      {asked === 'remove' && (
        <OperationDialog title={word('removeGroup')} operation="group remove" button={word('remove')} danger fields={[]} fixed={{ group: address, member: [] }} close={() => setAsked(undefined)} done={leave}>
          <p>{word('removeGroupAsk', { group: address })}</p>
        </OperationDialog>
      )}
    </Page>
  )
}
