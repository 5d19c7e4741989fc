package org.godwit.jmap.submission;

/**
 * What may be sent at once, as SMTP has it.
 *
 * @param messageBytes of one message
 * @param recipients of one message
 */
public record SendingLimits(long messageBytes, int recipients) {}
