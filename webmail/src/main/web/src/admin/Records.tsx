import { useState } from 'preact/hooks'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Copy } from './Form.tsx'
import { Waiting } from './Page.tsx'
import { useAnswer, useSurroundings, useWord } from './surroundings.ts'

interface DnsRecord {
  purpose: string
  needed: boolean
  name: string
  type: string
  value: string
}

interface Finding {
  purpose: string
  name: string
  type: string
  good: boolean
  finding: string
}

/** The DNS records that a domain needs, each to be copied, and what is wrong with them in words. */
export function Records({ domain }: { domain: string }) {
  const word = useWord()
  const { api, notices } = useSurroundings()
  const { value, problem } = useAnswer<DnsRecord[]>('domain dns', { domain })
  const [findings, setFindings] = useState<Finding[]>()
  const [busy, setBusy] = useState(false)
  const check = () => {
    setBusy(true)
    api.read<Finding[]>('domain dns', { domain, check: 'true' }).then(setFindings, (it: Error) => notices.say(it.message, true)).finally(() => setBusy(false))
  }
  const zone = async () => {
    const { message } = await api.read<{ message: string }>('domain dns', { domain, zone: 'true' })
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([`${message}\n`], { type: 'text/plain' }))
    link.download = `${domain}.zone`
    link.click()
  }
  return (
    <section>
      <h2>{word('records')}</h2>
      <p class="hint">{word('recordsHint')}</p>
      <div class="page-actions">
        <Button kind="primary" icon="search" disabled={busy} onClick={check}>{word(findings ? 'checkAgain' : 'check')}</Button>
        <Button icon="download" onClick={() => void zone().catch((it: Error) => notices.say(it.message, true))}>{word('zoneFile')}</Button>
      </div>
      {problem && <p class="wrong" role="alert">{problem}</p>}
      {busy && <Waiting />}
      {findings && <p role="status">{word('checked', { good: findings.filter(it => it.good).length, count: findings.length })}</p>}
      {!value ? !problem && <Waiting /> : (
        <ul class="records">
          {value.map(record => {
            const found = findings?.find(it => it.purpose === record.purpose && it.name === record.name && it.type === record.type)
            return (
              <li key={record.purpose + record.name + record.type}>
                <div class="record-head">
                  <strong class="purpose">{record.purpose}</strong>
                  <span class="here">{record.type}</span>
                  {!record.needed && <span class="hint">{word('optional')}</span>}
                  <span class="space" />
                  <Copy text={record.value} label={word('copyValue', { what: record.purpose })} />
                </div>
                <code class="record-name">{record.name}</code>
                <code class="record-value">{record.value}</code>
                {found && <p class={`finding ${found.good ? 'good' : 'bad'}`}><Icon name={found.good ? 'check' : 'circle-alert'} size={18} /> {found.finding}</p>}
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
