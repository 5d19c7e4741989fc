import { useText } from '../context/context.ts'
import type { Key } from '../i18n/language.ts'
import { Dialog } from '../ui/Dialog.tsx'

const GROUPS: [Key, [string, Key][]][] = [
  ['keys.moving', [['j', 'keys.next'], ['k', 'keys.previous'], ['Enter', 'keys.open'], ['u', 'keys.back'], ['n', 'keys.nextMessage'], ['p', 'keys.previousMessage'], ['/', 'keys.search'], ['g i', 'folder.inbox'], ['g s', 'folder.starred'], ['g d', 'folder.drafts'], ['g t', 'folder.sent'], ['g a', 'folder.all'], ['g c', 'contacts.title']]],
  ['keys.choosing', [['x', 'row.choose'], ['* a', 'list.chooseAll'], ['* n', 'list.chooseNone'], ['* r', 'list.chooseRead'], ['* u', 'list.chooseUnread']]],
  ['keys.doing', [['e', 'action.archive'], ['#', 'action.delete'], ['!', 'action.spam'], ['s', 'action.star'], ['b', 'action.snooze'], ['m', 'action.mute'], ['v', 'action.move'], ['l', 'action.label'], ['Shift+I', 'action.read'], ['Shift+U', 'action.unread'], ['z', 'action.undo']]],
  ['keys.writing', [['c', 'action.compose'], ['r', 'action.reply'], ['a', 'action.replyAll'], ['f', 'action.forward'], ['Ctrl+Enter', 'action.send'], ['?', 'shell.shortcuts']]],
]

/** All keys, by what they are for. */
export function ShortcutHelp({ close }: { close: () => void }) {
  const text = useText()
  return (
    <Dialog title={text('shell.shortcuts')} close={close} closeLabel={text('action.close')} wide>
      <div class="keys">
        {GROUPS.map(([title, keys]) => (
          <section key={title}>
            <h3>{text(title)}</h3>
            <dl>
              {keys.map(([key, what]) => (
                <div key={key}>
                  <dt>{text(what)}</dt>
                  <dd>{key.split(' ').map(it => <kbd key={it}>{it}</kbd>)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
