import { h } from 'preact'
import icons from 'virtual:icons'

/** A picture beside words that say the same; readers of the screen do not hear it. */
export function Icon({ name, size = 20 }: { name: string; size?: number }) {
  return (
    <svg
      class={`icon icon-${name}`}
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {(icons[name] ?? []).map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  )
}
