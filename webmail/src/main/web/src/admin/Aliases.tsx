import { useState } from 'preact/hooks'
import { Button, IconButton } from '../ui/Button.tsx'
import { OperationDialog } from './Form.tsx'
import { Page } from './Page.tsx'
import { useAnswer, useMay, useSurroundings, useWord } from './surroundings.ts'
import { Table } from './Table.tsx'

interface Alias {
  alias: string
  address: string
}

/** Other addresses of people. */
export function Aliases() {
  const word = useWord()
  const may = useMay()
  const { notices } = useSurroundings()
  const { value, problem, reload } = useAnswer<Alias[]>('alias list')
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<Alias>()
  const done = () => {
    setAdding(false)
    setRemoving(undefined)
    notices.say(word('done'))
    reload()
  }
  return (
    <Page title={word('aliases')} hint={word('aliasesHint')} problem={problem} actions={may('alias add') && <Button kind="primary" icon="plus" onClick={() => setAdding(true)}>{word('addAlias')}</Button>}>
      <Table
        label={word('aliases')}
        rows={value}
        empty={word('noAliases')}
        filter={it => `${it.alias} ${it.address}`}
        columns={[
          { name: 'alias', label: word('alias'), cell: it => <bdi>{it.alias}</bdi> },
          { name: 'address', label: word('person'), cell: it => <bdi>{it.address}</bdi> },
        ]}
        {...(may('alias remove') ? { end: (it: Alias) => <IconButton icon="trash" label={word('removeThis', { what: it.alias })} onClick={() => setRemoving(it)} /> } : {})}
      />
      {adding && <OperationDialog title={word('addAlias')} operation="alias add" button={word('add')} fields={[{ name: 'alias', label: word('alias') }, { name: 'address', label: word('person') }]} close={() => setAdding(false)} done={done} />}
      {removing && (
        <OperationDialog title={word('removeAlias')} operation="alias remove" button={word('remove')} danger fields={[]} fixed={{ ...removing }} close={() => setRemoving(undefined)} done={done}>
          <p>{word('removeAliasAsk', { alias: removing.alias, address: removing.address })}</p>
        </OperationDialog>
      )}
    </Page>
  )
}
