const SCREENS = /^\/(?:$|(?:mail|search|compose|contacts|settings|print|source|a)(?:\/|$))/

/** Whether a path is a file of the client whose name changes with what it holds. */
export const isAsset = (path: string): boolean => path.startsWith('/assets/')

/** Whether a path is a screen of the client, which one page serves. */
export const isScreen = (path: string): boolean => SCREENS.test(path)
