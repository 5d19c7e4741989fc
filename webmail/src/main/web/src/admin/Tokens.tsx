import { useState } from 'preact/hooks'
import { Button, IconButton } from '../ui/Button.tsx'
import { OperationDialog, ShownOnce } from './Form.tsx'
import { Page } from './Page.tsx'
import { ROLES } from './Roles.tsx'
import { useAnswer, useSurroundings, useWord } from './surroundings.ts'
import { Table } from './Table.tsx'

interface Token {
  id: string
  owner: string
  label: string
  role: string
  domains: string[]
  expires: string
  lastUsed: string | null
}

/** What programs administer with. */
export function Tokens() {
  const word = useWord()
  const { api, words, notices } = useSurroundings()
  const { value, problem, reload } = useAnswer<Token[]>('token list')
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState('')
  const revoke = (id: string) => void api.change('token revoke', { id }).then(reload, (it: Error) => notices.say(it.message, true))
  return (
    <Page title={word('tokens')} hint={word('tokensHint')} problem={problem} actions={<Button kind="primary" icon="plus" onClick={() => setMaking(true)}>{word('newToken')}</Button>}>
      <Table
        label={word('tokens')}
        rows={value}
        empty={word('noTokens')}
        columns={[
          { name: 'label', label: word('label'), cell: it => <>{it.label}<small><bdi>{it.owner}</bdi></small></> },
          { name: 'role', label: word('role'), cell: it => <>{word(`role.${it.role}` as 'role.auditor')}<small>{it.domains.join(', ') || word('everywhere')}</small></> },
          { name: 'expires', label: word('ends'), cell: it => words.short(new Date(it.expires)) },
          { name: 'used', label: word('lastUsed'), cell: it => it.lastUsed ? words.short(new Date(it.lastUsed)) : word('never') },
        ]}
        end={it => <IconButton icon="trash" label={word('removeThis', { what: it.label })} onClick={() => revoke(it.id)} />}
      />
      {making && (
        <OperationDialog
          title={word('newToken')}
          operation="token create"
          button={word('newToken')}
          fields={[
            { name: 'label', label: word('label'), hint: word('labelHint') },
            { name: 'role', label: word('role'), options: ROLES.map(role => ({ value: role, label: word(`role.${role}`) })) },
            { name: 'domain', label: word('domains'), kind: 'lines', optional: true, hint: word('tokenDomainHint') },
            { name: 'days', label: word('daysValid'), value: '90' },
          ]}
          close={() => setMaking(false)}
          done={answer => {
            setMaking(false)
            setMade(String(answer['token']))
            reload()
          }}
        />
      )}
      {made && <ShownOnce title={word('newToken')} text={word('shownOnce')} secret={made} close={() => setMade('')} />}
    </Page>
  )
}
