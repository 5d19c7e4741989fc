import { useState } from 'preact/hooks'
import { Button } from '../ui/Button.tsx'
import type { Row } from './api.ts'
import { Records } from './Records.tsx'
import { OperationDialog } from './Form.tsx'
import { Page } from './Page.tsx'
import { useAnswer, useMay, useSurroundings, useWord } from './surroundings.ts'
import { Table } from './Table.tsx'

interface Key {
  selector: string
  algorithm: string
  state: string
  since: string
}

/** One domain: its DNS records, keys, and mail for nobody. */
export function Domain({ name }: { name: string }) {
  const word = useWord()
  const may = useMay()
  const { path, notices } = useSurroundings()
  const [removing, setRemoving] = useState(false)
  return (
    <Page title={name} actions={may('domain remove') && <Button kind="danger" icon="trash" onClick={() => setRemoving(true)}>{word('removeDomain')}</Button>}>
      <Records domain={name} />
      <CatchAll domain={name} />
      <Keys domain={name} />
      {removing && (
        <OperationDialog
          title={word('removeDomain')}
          operation="domain remove"
          button={word('remove')}
          danger
          fields={[]}
          fixed={{ domain: name }}
          close={() => setRemoving(false)}
          done={() => {
            notices.say(word('removed', { what: name }))
            history.pushState(null, '', '/admin/domains')
            path.value = '/admin/domains'
          }}
        >
          <p>{word('removeDomainAsk', { domain: name })}</p>
        </OperationDialog>
      )}
    </Page>
  )
}

function CatchAll({ domain }: { domain: string }) {
  const word = useWord()
  const may = useMay()
  const { api, notices } = useSurroundings()
  const { value, reload } = useAnswer<{ domain: string; address: string }[]>('catch-all list')
  const [changing, setChanging] = useState(false)
  const found = value?.find(it => it.domain === domain)
  const remove = () => void api.change('catch-all remove', { domain }).then(reload, (it: Error) => notices.say(it.message, true))
  return (
    <section>
      <h2>{word('catchAll')}</h2>
      <p>{found ? word('catchAllTo', { address: found.address }) : word('catchAllOff')}</p>
      {may('catch-all set') && (
        <div class="page-actions">
          <Button onClick={() => setChanging(true)}>{word(found ? 'change' : 'turnOn')}</Button>
          {found && <Button onClick={remove}>{word('turnOff')}</Button>}
        </div>
      )}
      {changing && (
        <OperationDialog
          title={word('catchAll')}
          operation="catch-all set"
          button={word('save')}
          fields={[{ name: 'address', label: word('address'), hint: word('catchAllHint'), value: found?.address ?? '' }]}
          fixed={{ domain }}
          close={() => setChanging(false)}
          done={() => {
            setChanging(false)
            reload()
          }}
        />
      )}
    </section>
  )
}

function Keys({ domain }: { domain: string }) {
  const word = useWord()
  const may = useMay()
  const { api, notices, words } = useSurroundings()
  const { value, reload } = useAnswer<Key[]>('domain dkim', { domain })
  const change = (operation: string, more: Row = {}) => void api.change<{ message?: string }>(operation, { domain, ...more }).then(
    it => {
      if (it.message) notices.say(it.message)
      reload()
    },
    (it: Error) => notices.say(it.message, true),
  )
  const waiting = value?.some(it => it.state === 'next')
  return (
    <section>
      <h2>{word('keys')}</h2>
      <p class="hint">{word('keysHint')}</p>
      <Table
        label={word('keys')}
        rows={value}
        empty=""
        columns={[
          { name: 'selector', label: word('selector'), cell: it => <code>{it.selector}</code> },
          { name: 'algorithm', label: word('kind'), cell: it => it.algorithm },
          { name: 'state', label: word('state'), cell: it => word(`key.${it.state}` as 'key.next') },
          { name: 'since', label: word('since'), cell: it => words.short(new Date(it.since)) },
        ]}
        {...(may('domain dkim-forget') ? { end: (it: Key) => it.state === 'retired' && <Button onClick={() => change('domain dkim-forget', { selector: it.selector })}>{word('forget')}</Button> } : {})}
      />
      {may('domain dkim-rotate') && <Button onClick={() => change(waiting ? 'domain dkim-activate' : 'domain dkim-rotate')}>{word(waiting ? 'activateKeys' : 'newKeys')}</Button>}
    </section>
  )
}
