package org.godwit.store.submission;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.PreparedStatement;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.godwit.store.Database;
import org.godwit.store.account.UnicodeAddress;

/**
 * Notes how far the mail of a submission has come. Mail that is of none costs nothing; else a call
 * is one statement, and may be made again. Safe for many threads.
 */
public final class SubmissionProgress {

  /** Whether a recipient has it (8621 §7). */
  public enum Delivered {
    QUEUED,
    YES,
    NO,
    UNKNOWN
  }

  /**
   * What became of a recipient.
   *
   * @param reply in the form of an SMTP reply
   */
  public record Delivery(String reply, Delivered delivered) {}

  private static final String BEGUN =
      """
      WITH next AS (
        UPDATE account a SET modseq = modseq + 1
         WHERE account_id = ?
           AND EXISTS (SELECT 1 FROM submission s
                        WHERE s.account_id = a.account_id AND s.submission_id = ?
                          AND s.undo_status = 'pending')
        RETURNING account_id, modseq)
      UPDATE submission s
         SET undo_status = 'final', modseq = next.modseq, changed_at = now()
        FROM next
       WHERE s.account_id = next.account_id AND s.submission_id = ? AND s.undo_status = 'pending'
      """;

  // Recipients are told by their names in the envelope, however they are spelled there.
  private static final String TELL =
      """
      WITH next AS (
        UPDATE account a SET modseq = modseq + 1
         WHERE account_id = ?
           AND EXISTS (SELECT 1 FROM submission s
                        WHERE s.account_id = a.account_id AND s.submission_id = ? AND NOT s.gone)
        RETURNING account_id, modseq)
      UPDATE submission s
         SET modseq = next.modseq, changed_at = now(),
             deliveries = s.deliveries || coalesce((
               SELECT jsonb_object_agg(known.key, news.value)
                 FROM jsonb_object_keys(s.deliveries) AS known(key)
                 JOIN jsonb_each(?::jsonb) AS news ON news.key = lower(known.key)), '{}')
        FROM next
       WHERE s.account_id = next.account_id AND s.submission_id = ?
      """;

  private final Database database;

  @Inject
  public SubmissionProgress(Database database) {
    this.database = database;
  }

  /** A worker has the mail: from now on it is sent, and cannot be taken back. */
  public void begun(Mail mail) {
    Optional<SubmissionTag> tag = SubmissionTag.of(mail);
    tag.ifPresent(
        of ->
            database.run(
                "noting that a submission is being sent",
                on -> {
                  try (PreparedStatement update = on.prepareStatement(BEGUN)) {
                    update.setLong(1, of.account());
                    update.setObject(2, of.submission());
                    update.setObject(3, of.submission());
                    return update.executeUpdate();
                  }
                }));
  }

  /** Something became of recipients. Those whom the submission did not name are left out. */
  public void tell(Mail mail, Map<MailAddress, Delivery> news) {
    Optional<SubmissionTag> tag = SubmissionTag.of(mail);
    if (tag.isEmpty() || news.isEmpty()) {
      return;
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    news.forEach(
        (recipient, delivery) ->
            json.set(
                UnicodeAddress.text(recipient).toLowerCase(java.util.Locale.ROOT), json(delivery)));
    database.run(
        "noting what became of a submission",
        on -> {
          try (PreparedStatement update = on.prepareStatement(TELL)) {
            update.setLong(1, tag.get().account());
            update.setObject(2, tag.get().submission());
            update.setString(3, json.toString().replace("\\u0000", ""));
            update.setObject(4, tag.get().submission());
            return update.executeUpdate();
          }
        });
  }

  static ObjectNode json(Delivery delivery) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("smtpReply", delivery.reply())
        .put("delivered", delivery.delivered().name().toLowerCase(java.util.Locale.ROOT))
        .put("displayed", "unknown");
  }
}
