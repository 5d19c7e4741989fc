import { useEffect, useRef, useState } from 'preact/hooks'
import { useSurroundings, useText } from '../context/context.ts'
import type { BodyPart, EmailFull } from '../jmap/types.ts'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { PlainText } from './PlainText.tsx'
import { useFittingHeight } from './useFittingHeight.ts'

/**
 * HTML of a message, as a page of its own that the server has cleaned and whose policy allows no
 * script. Only its height is read from here, and keys pressed in it are passed on.
 */
export function BodyFrame({ email, part }: { email: EmailFull; part: BodyPart }) {
  const { mail, preferences } = useSurroundings()
  const text = useText()
  const frame = useRef<HTMLIFrameElement>(null)
  const sender = email.from?.[0]?.email.toLowerCase() ?? ''
  const [images, setImages] = useState(preferences.get('images') === 'always' || preferences.trusted.has(sender))
  const [failed, setFailed] = useState(false)
  const [dark, setDark] = useState(false)
  const { height, blocked, trackers, knowsDark, measure } = useFittingHeight(frame)
  const url = `/mail-body/${mail.client.accountId}/${email.id}/${part.partId}?images=${images ? 'proxy' : 'none'}${dark ? '&dark=darken' : ''}`

  useEffect(() => measure(undefined), [url])
  if (failed) {
    return (
      <>
        <p class="images-bar" role="note"><Icon name="circle-alert" size={18} /><span>{text('read.onlyText')}</span></p>
        <PlainText email={email} />
      </>
    )
  }
  return (
    <>
      {blocked && !images && (
        <div class="images-bar" role="note">
          <Icon name="eye-off" size={18} />
          <span>{text('read.imagesHidden')}</span>
          <Button kind="quiet" onClick={() => setImages(true)}>{text('read.showOnce')}</Button>
          {sender && (
            <Button
              kind="quiet"
              onClick={() => {
                preferences.trust(sender)
                setImages(true)
              }}
            >
              {text('read.showAlways')}
            </Button>
          )}
        </div>
      )}
      <div class="body-notes">
        {trackers > 0 && <span><Icon name="shield" size={16} />{text('read.trackers', { count: trackers })}</span>}
        {!knowsDark && isDark() && (
          <button type="button" aria-pressed={dark} onClick={() => setDark(!dark)}>{text(dark ? 'read.light' : 'read.dark')}</button>
        )}
      </div>
      <iframe
        ref={frame}
        class="body-frame"
        title={text('read.body')}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        src={url}
        height={height}
        onLoad={() => {
          const page = frame.current?.contentDocument ?? undefined
          if (page && isCleaned(page)) measure(page)
          else setFailed(true)
        }}
      />
    </>
  )
}

/** Whether it is what the server makes of a message, and not its word for something that went wrong. */
const isCleaned = (page: Document): boolean => page.documentElement.dataset['remoteImages'] !== undefined

/** Whether the page is dark now, by choice or by the system. */
function isDark(): boolean {
  const { theme } = document.documentElement.dataset
  return theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
}
