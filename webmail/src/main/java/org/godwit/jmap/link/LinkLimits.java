package org.godwit.jmap.link;

/**
 * What an administrator lets people do.
 *
 * @param above files that are larger had better be links
 * @param largest bytes that a file may have
 * @param days how long a link leads there when nobody says
 * @param mostDays how long it may
 */
public record LinkLimits(long above, long largest, int days, int mostDays) {}
