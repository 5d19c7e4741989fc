package org.godwit.cluster.site;

/** What is done with new mail while only one site is there. */
public enum Durability {
  /** It is refused for now: nothing is acknowledged that is not on two sites. */
  TWO_SITES,
  /** It is taken: one site goes on alone, and may take what it alone has to its grave. */
  AVAILABLE
}
