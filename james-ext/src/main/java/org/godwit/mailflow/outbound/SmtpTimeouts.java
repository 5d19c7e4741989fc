package org.godwit.mailflow.outbound;

import java.time.Duration;

/**
 * How long each step of a conversation with another server may take (5321 §4.5.3.2).
 *
 * @param connect until the connection stands
 * @param greeting until its first 220
 * @param command for EHLO, STARTTLS and its handshake, AUTH, MAIL, RCPT and RSET
 * @param data until the 354
 * @param block for each piece of the message to be taken
 * @param end from the final dot to its answer
 * @param quit for the answer to QUIT, whose loss costs nothing
 */
public record SmtpTimeouts(
    Duration connect,
    Duration greeting,
    Duration command,
    Duration data,
    Duration block,
    Duration end,
    Duration quit) {

  /** The values of the RFC; it has none for connecting and for QUIT. */
  public static final SmtpTimeouts RFC =
      new SmtpTimeouts(
          Duration.ofSeconds(30),
          Duration.ofMinutes(5), // 5321 §4.5.3.2.1
          Duration.ofMinutes(5), // 5321 §4.5.3.2.2 and §4.5.3.2.3
          Duration.ofMinutes(2), // 5321 §4.5.3.2.4
          Duration.ofMinutes(3), // 5321 §4.5.3.2.5
          Duration.ofMinutes(10), // 5321 §4.5.3.2.6
          Duration.ofSeconds(5));
}
