import { useState } from 'preact/hooks'
import { Button, IconButton } from '../ui/Button.tsx'
import { OperationDialog } from './Form.tsx'
import { Page } from './Page.tsx'
import { useAnswer, useMay, useSurroundings, useWord } from './surroundings.ts'
import { Table } from './Table.tsx'

export const ROLES = ['superadmin', 'domain-admin', 'helpdesk', 'auditor'] as const

interface Granted {
  address: string
  role: (typeof ROLES)[number]
  domain: string | null
}

/** Who may administer what. */
export function Roles() {
  const word = useWord()
  const may = useMay()
  const { api, notices } = useSurroundings()
  const { value, problem, reload } = useAnswer<Granted[]>('role list')
  const [granting, setGranting] = useState(false)
  const revoke = ({ address, role, domain }: Granted) => void api.change<{ message: string }>('role revoke', { address, role, ...(domain ? { domain } : {}) }).then(
    it => {
      notices.say(it.message)
      reload()
    },
    (it: Error) => notices.say(it.message, true),
  )
  return (
    <Page title={word('roles')} hint={word('rolesHint')} problem={problem} actions={may('role grant') && <Button kind="primary" icon="plus" onClick={() => setGranting(true)}>{word('grant')}</Button>}>
      <Table
        label={word('roles')}
        rows={value}
        empty={word('nothingFound')}
        filter={it => it.address}
        columns={[
          { name: 'address', label: word('person'), cell: it => <bdi>{it.address}</bdi> },
          { name: 'role', label: word('role'), cell: it => word(`role.${it.role}`) },
          { name: 'domain', label: word('domain'), cell: it => it.domain ?? word('everywhere') },
        ]}
        {...(may('role revoke') ? { end: (it: Granted) => <IconButton icon="trash" label={word('removeThis', { what: `${it.address}, ${word(`role.${it.role}`)}` })} onClick={() => revoke(it)} /> } : {})}
      />
      {granting && (
        <OperationDialog
          title={word('grant')}
          operation="role grant"
          button={word('grant')}
          fields={[
            { name: 'address', label: word('person'), hint: word('grantHint') },
            { name: 'role', label: word('role'), options: ROLES.map(value => ({ value, label: word(`role.${value}`) })) },
            { name: 'domain', label: word('domain'), optional: true, hint: word('grantDomainHint') },
          ]}
          close={() => setGranting(false)}
          done={() => {
            setGranting(false)
            reload()
          }}
        />
      )}
    </Page>
  )
}
