import { Icon } from '../ui/Icon.tsx'
import { Link, Page, Waiting } from './Page.tsx'
import { useAnswer, useMay, useSurroundings, useWord } from './surroundings.ts'

interface Status {
  version: string
  hostname: string
  started: string
  ready: boolean
  problems: string[]
  listening: string[]
  domains?: number
  accounts?: number
  queued?: number
  quarantined?: number
  diskFreeBytes?: number
  diskBytes?: number
  copies?: Copy[]
  drained?: string[]
  backupProved?: string | null
  backupProblem?: string
}

/** A replica of the database. */
interface Copy {
  name: string
  state: string
  synchronous: boolean
  lagBytes: number | null
  lagSeconds: number | null
}

interface Alert {
  kind: string
  about: string
  severity: 'warning' | 'critical'
  text: string
  advice: string
  since: string
}

interface Certificate {
  selfSigned: boolean
  days: number
}

/** How the server is, for whoever sees the server; for others what is theirs. */
export function Overview() {
  const may = useMay()
  const { me } = useSurroundings()
  const word = useWord()
  if (may('status')) return <Server />
  return (
    <Page title={word('overview')} hint={word('yours')}>
      <ul class="rows">
        {me.roles.map(it => <li key={it.role + it.domain}><Icon name="shield" /><span>{it.domain ? word('roleIn', { role: word(`role.${it.role}` as 'role.auditor'), domain: it.domain }) : word(`role.${it.role}` as 'role.auditor')}</span></li>)}
      </ul>
    </Page>
  )
}

function Server() {
  const word = useWord()
  const may = useMay()
  const { words } = useSurroundings()
  const { value: status, problem } = useAnswer<Status>('status')
  const { value: certificate } = useAnswer<Certificate>('tls status')
  return (
    <Page title={word('overview')} problem={problem}>
      {!status ? !problem && <Waiting /> : (
        <>
          <p class={`state ${status.ready ? 'good' : 'bad'}`}>
            <Icon name={status.ready ? 'shield-check' : 'circle-alert'} />
            <strong>{word(status.ready ? 'ready' : 'notReady')}</strong>
          </p>
          {status.problems.length > 0 && <ul class="problems">{status.problems.map(it => <li key={it}>{it}</li>)}</ul>}
          {may('alert list') && <Alerts />}
          <ul class="tiles">
            <Tile label={word('accounts')} value={words.number(status.accounts ?? 0)} to="/admin/accounts" />
            <Tile label={word('domains')} value={words.number(status.domains ?? 0)} to="/admin/domains" />
            <Tile label={word('queue')} value={words.number(status.queued ?? 0)} to="/admin/queue" />
            <Tile label={word('quarantine')} value={words.number(status.quarantined ?? 0)} to="/admin/queue" bad={(status.quarantined ?? 0) > 0} />
            {status.diskFreeBytes !== undefined && <Tile label={word('diskFree')} value={words.size(status.diskFreeBytes)} />}
            {certificate && <Tile label={word('certificate')} value={certificate.selfSigned ? word('selfSigned') : word('days', { count: certificate.days })} to="/admin/certificate" bad={certificate.selfSigned || certificate.days < 14} />}
          </ul>
          <dl class="facts">
            <div><dt>{word('hostname')}</dt><dd><bdi>{status.hostname}</bdi></dd></div>
            <div><dt>{word('version')}</dt><dd>{status.version}</dd></div>
            <div><dt>{word('started')}</dt><dd>{words.medium(new Date(status.started))}</dd></div>
            {status.backupProved !== undefined && <div><dt>{word('backup')}</dt><dd>{status.backupProved ? words.medium(new Date(status.backupProved)) : word('noBackup')}{status.backupProblem && <p>{status.backupProblem}</p>}</dd></div>}
            {status.copies && <div><dt>{word('copies')}</dt><dd><ul>{status.copies.map(it => <li key={it.name}><CopyOf copy={it} /></li>)}</ul></dd></div>}
            {status.drained && <div><dt>{word('drained')}</dt><dd><bdi>{status.drained.join(', ')}</bdi></dd></div>}
            <div><dt>{word('listening')}</dt><dd><ul>{status.listening.map(it => <li key={it}><code>{it}</code></li>)}</ul></dd></div>
          </dl>
        </>
      )}
    </Page>
  )
}

/** How far it is behind, in bytes and in seconds. */
function CopyOf({ copy }: { copy: Copy }) {
  const word = useWord()
  const { words } = useSurroundings()
  return (
    <>
      <bdi>{copy.name}</bdi>: {copy.lagBytes === null
        ? copy.state
        : word(copy.synchronous ? 'copyWaitedFor' : 'copyBehind', { bytes: words.size(copy.lagBytes), seconds: words.number(copy.lagSeconds ?? 0) })}
    </>
  )
}

/** What administrators were told of, and what is not over yet. */
function Alerts() {
  const word = useWord()
  const { words } = useSurroundings()
  const { value: alerts } = useAnswer<Alert[]>('alert list')
  if (!alerts || alerts.length === 0) return null
  return (
    <section class="alerts" aria-label={word('alerts')}>
      <h2>{word('alerts')}</h2>
      <ul>
        {alerts.map(it => (
          <li key={it.kind + it.about} class={it.severity}>
            <Icon name="circle-alert" />
            <span>
              <strong>{it.text}</strong>
              <small>{it.advice}</small>
              <small>{word('since')} {words.medium(new Date(it.since))}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Tile({ label, value, to, bad }: { label: string; value: string; to?: string; bad?: boolean }) {
  const inside = <><span class="tile-label">{label}</span><span class="tile-value">{value}</span></>
  return <li class={bad ? 'bad' : ''}>{to ? <Link to={to}>{inside}</Link> : <div>{inside}</div>}</li>
}
