package org.godwit.mailflow.outbound;

import java.util.Optional;
import org.godwit.store.submission.SubmissionProgress.Delivered;
import org.godwit.store.submission.SubmissionProgress.Delivery;

/**
 * What became of one recipient in one attempt.
 *
 * @param action as 3464 §2.3.3 names them
 * @param status an enhanced status code (3463)
 * @param reason one line for people; the server's own words when {@code replied}
 * @param server the name of the server that decided; empty when none was reached
 * @param replied whether the reason is an SMTP reply
 * @param reportsItself whether the next server promised to report success (3461 §5.2.1)
 */
record Outcome(
    Action action,
    String status,
    String reason,
    Optional<String> server,
    boolean replied,
    boolean reportsItself) {

  enum Action {
    RELAYED,
    DELIVERED,
    DELAYED,
    FAILED
  }

  static Outcome relayed(Reply reply, String server, boolean reportsItself) {
    return new Outcome(
        Action.RELAYED, reply.status(), reply.text(), Optional.of(server), true, reportsItself);
  }

  static Outcome refused(Reply reply, String server) {
    Action action = reply.permanent() ? Action.FAILED : Action.DELAYED;
    return new Outcome(action, reply.status(), reply.text(), Optional.of(server), true, false);
  }

  static Outcome failed(String status, String reason) {
    return new Outcome(Action.FAILED, status, reason, Optional.empty(), false, false);
  }

  static Outcome delayed(String status, String reason) {
    return new Outcome(Action.DELAYED, status, reason, Optional.empty(), false, false);
  }

  /** As whoever handed the mail in is told it (8621 §7). */
  Delivery asDelivery() {
    return switch (action) {
      case DELIVERED -> new Delivery(reply(250), Delivered.YES);
      case RELAYED -> new Delivery(reply(250), Delivered.UNKNOWN); // nobody says what came then
      case DELAYED -> new Delivery(reply(450), Delivered.QUEUED);
      case FAILED -> new Delivery(reply(550), Delivered.NO);
    };
  }

  private String reply(int code) {
    return replied ? reason : code + " " + status + " " + reason;
  }

  Outcome at(String host) {
    return new Outcome(action, status, reason, Optional.of(host), replied, reportsItself);
  }

  Outcome as(Action other, String otherStatus) {
    return new Outcome(other, otherStatus, reason, server, replied, reportsItself);
  }
}
