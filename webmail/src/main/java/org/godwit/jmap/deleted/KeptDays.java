package org.godwit.jmap.deleted;

/** For how many days deleted mail can be had back. */
public record KeptDays(long days) {}
