import { useMemo, useState } from 'preact/hooks'
import { useLanguage, useMail, useText } from '../context/context.ts'
import { upload } from '../jmap/upload.ts'
import { folderName } from '../list/folderNames.ts'
import { folders, special } from '../model/folders.ts'
import { Importing } from '../model/importing.ts'
import { Paths } from '../model/paths.ts'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Field } from './Field.tsx'

/** Mail taken away as files, and brought in from files of other programs. */
export function MailFiles() {
  const mail = useMail()
  const text = useText()
  const language = useLanguage()
  const all = [...mail.store.mailboxes.value.values()]
  const choices = [
    ...special(all).map(mailbox => ({ mailbox, depth: 0 })),
    ...folders(all, language.compare),
  ].map(({ mailbox, depth }) => ({ id: mailbox.id, count: mailbox.totalEmails, name: `${'\u2003'.repeat(depth)}${folderName(mailbox, text)}` }))
  return (
    <>
      <Export choices={choices} />
      <Import choices={choices} />
    </>
  )
}

interface Choice {
  id: string
  name: string
  count: number
}

function Export({ choices }: { choices: readonly Choice[] }) {
  const mail = useMail()
  const text = useText()
  const [folder, setFolder] = useState('all')
  const [kind, setKind] = useState('zip')
  const as = folder === 'all' ? 'zip' : kind
  return (
    <section>
      <h3>{text('files.export')}</h3>
      <p class="hint">{text('files.exportHint')}</p>
      <Field label={text('files.folder')}>
        <select value={folder} onChange={event => setFolder(event.currentTarget.value)}>
          <option value="all">{text('files.all')}</option>
          {choices.map(it => <option key={it.id} value={it.id}>{it.name} ({it.count})</option>)}
        </select>
      </Field>
      <Field label={text('files.kind')}>
        <select value={as} disabled={folder === 'all'} onChange={event => setKind(event.currentTarget.value)}>
          <option value="zip">{text('files.zip')}</option>
          <option value="mbox">{text('files.mbox')}</option>
        </select>
      </Field>
      <p class="form-buttons start">
        <a class="button primary" href={`/mail-export/${mail.client.accountId}/${folder}.${as}`} download><Icon name="download" size={18} /><span>{text('files.export')}</span></a>
      </p>
    </section>
  )
}

function Import({ choices }: { choices: readonly Choice[] }) {
  const mail = useMail()
  const text = useText()
  const language = useLanguage()
  const importing = useMemo(
    () => new Importing(mail.client, blob => upload(mail.client.uploadUrl, blob, () => undefined, new AbortController().signal)),
    [mail],
  )
  const inbox = mail.store.roles.value.get('inbox')?.id ?? ''
  const [folder, setFolder] = useState('')
  const [files, setFiles] = useState<readonly File[]>([])
  const [begun, setBegun] = useState(false)
  const progress = importing.progress.value
  const running = progress.state === 'running'
  const begin = async () => {
    setBegun(true)
    const paths = new Paths(mail.store, mail.mailboxSet)
    const target = folder === '' ? { mailbox: inbox, folder: (path: string) => paths.find(path) } : { mailbox: folder }
    try {
      await importing.run(files.map(blob => ({ name: blob.name, blob })), target)
    } finally {
      await mail.refresh()
    }
  }
  return (
    <section>
      <h3>{text('files.import')}</h3>
      <p class="hint">{text('files.importHint')}</p>
      <div class="setting">
        <span class="setting-name">{text('files.choose')}{files.length > 0 && <small><bdi>{language.join(files.slice(0, 3).map(it => it.name))}{files.length > 3 && ' …'}</bdi></small>}</span>
        <label class="button plain file-button"><Icon name="file" size={18} /><span>{text('files.pick')}</span>
        <input type="file" class="visually-hidden" multiple accept=".mbox,.mbx,.eml,.zip,application/zip,application/mbox,message/rfc822" disabled={running} onChange={event => {
          setFiles([...(event.currentTarget.files ?? [])])
          setBegun(false)
        }} />
        </label>
      </div>
      <Field label={text('files.into')}>
        <select value={folder} disabled={running} onChange={event => setFolder(event.currentTarget.value)}>
          <option value="">{text('files.asNamed')}</option>
          {choices.map(it => <option key={it.id} value={it.id}>{it.name}</option>)}
        </select>
      </Field>
      <p class="form-buttons start">
        {running
          ? <Button onClick={() => importing.stop()}>{text('files.stop')}</Button>
          : <Button kind="primary" icon="upload" disabled={files.length === 0} onClick={() => void mail.watch(begin())}>{text(begun && progress.state !== 'done' ? 'files.again' : 'files.import')}</Button>}
      </p>
      {begun && (
        <div class="import-state" role="status">
          {running && <span class="spinner" />}
          <span>
            <b>{text(`files.${progress.state}`)}</b>
            <small>{text('files.counts', { imported: progress.imported, known: progress.known, refused: progress.refused.length })}</small>
          </span>
        </div>
      )}
      {begun && progress.refused.length > 0 && (
        <details class="script" open>
          <summary>{text('files.refusedList')}</summary>
          <ul class="import-refused">
            {progress.refused.map((it, index) => <li key={index}><bdi>{it.name}</bdi><small>{text(`files.${it.why}`)}{it.detail && ` (${it.detail})`}</small></li>)}
          </ul>
        </details>
      )}
    </section>
  )
}
