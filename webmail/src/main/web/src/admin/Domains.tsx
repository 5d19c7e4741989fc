import { useState } from 'preact/hooks'
import { Button } from '../ui/Button.tsx'
import { OperationDialog } from './Form.tsx'
import { Link, Page } from './Page.tsx'
import { useAnswer, useMay, useSurroundings, useWord } from './surroundings.ts'
import { Table } from './Table.tsx'

interface DomainRow {
  domain: string
  main: boolean
}

/** The domains that mail is received for. */
export function Domains() {
  const word = useWord()
  const may = useMay()
  const { path } = useSurroundings()
  const { value, problem } = useAnswer<DomainRow[]>('domain list')
  const [adding, setAdding] = useState(false)
  return (
    <Page title={word('domains')} hint={word('domainsHint')} problem={problem} actions={may('domain add') && <Button kind="primary" icon="plus" onClick={() => setAdding(true)}>{word('addDomain')}</Button>}>
      <Table
        label={word('domains')}
        rows={value}
        empty={word('noDomains')}
        filter={it => it.domain}
        columns={[
          { name: 'domain', label: word('domain'), cell: it => <Link to={`/admin/domains/${it.domain}`}><bdi>{it.domain}</bdi></Link> },
          { name: 'main', label: word('kind'), cell: it => it.main && <em class="here">{word('mainDomain')}</em> },
        ]}
      />
      {adding && (
        <OperationDialog
          title={word('addDomain')}
          operation="domain add"
          button={word('add')}
          fields={[{ name: 'domain', label: word('domain'), hint: word('addDomainHint') }]}
          close={() => setAdding(false)}
          done={() => (path.value = '/admin/domains')}
        />
      )}
    </Page>
  )
}
