package org.godwit.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.godwit.store.queue.QueueAdmin;
import org.godwit.store.queue.QueueAdmin.QueuedMail;
import org.godwit.store.queue.QueueAdmin.State;

/** Mail on its way. */
final class QueueActions {
  private static final int PAGE = 500;

  private final QueueAdmin queues;

  QueueActions(Services services) {
    this.queues = services.get(QueueAdmin.class);
  }

  Map<String, Action> all() {
    return Map.of(
        "queue list", this::list,
        "queue show", this::show,
        "queue retry", told -> each(told, "will be tried now", queues::retry),
        "queue release", told -> each(told, "released", this::release),
        "queue delete", told -> each(told, "deleted", queues::delete));
  }

  private Answer list(Told told) throws AdminProblem {
    Optional<String> queue = told.maybe("queue");
    boolean quarantine = told.flag("quarantine");
    long limit = told.maybe("limit").isPresent() ? told.number("limit") : 1_000;
    List<Map<String, Object>> rows = new ArrayList<>();
    long after = 0;
    List<QueuedMail> page;
    do {
      page = queues.list(queue, after, PAGE);
      for (QueuedMail mail : page) {
        after = mail.id();
        if (rows.size() < limit
            && (!quarantine || mail.state() == State.QUARANTINE)
            && told.reach().sees(about(mail))) {
          rows.add(row(mail));
        }
      }
    } while (page.size() == PAGE && rows.size() < limit);
    return new Answer.Many(rows);
  }

  /** Whose mail it is. */
  static List<String> about(QueuedMail mail) {
    List<String> addresses = new ArrayList<>(mail.recipients());
    mail.sender().ifPresent(addresses::add);
    return addresses;
  }

  private static Map<String, Object> row(QueuedMail mail) {
    return Answer.facts(
        "id", mail.id(),
        "queue", mail.queue(),
        "state", mail.state().name().toLowerCase(Locale.ROOT),
        "sender", mail.sender().orElse(""),
        "recipients", mail.recipients(),
        "sizeBytes", mail.size(),
        "attempts", mail.attempts(),
        "queued", mail.queuedAt().toString(),
        "nextTry", mail.nextTry().map(Object::toString).orElse(null),
        "problem", mail.lastError().orElse(null));
  }

  private Answer show(Told told) throws AdminProblem {
    long id = told.number("id");
    QueuedMail mail = queues.get(id).orElseThrow(() -> AdminProblem.refused("no such mail: " + id));
    Map<String, Object> facts = row(mail);
    facts.put("mail", mail.name());
    return Answer.one(facts);
  }

  private boolean release(long id) {
    return queues.get(id).filter(mail -> mail.state() == State.QUARANTINE).isPresent()
        && queues.retry(id);
  }

  private static Answer each(Told told, String done, LongPredicate work) throws AdminProblem {
    List<Long> ids = new ArrayList<>();
    for (String id : told.texts("id")) {
      ids.add(Told.number("id", id));
    }
    List<Long> refused = ids.stream().filter(id -> !work.test(id)).toList();
    if (!refused.isEmpty()) {
      throw AdminProblem.refused(
          "not there, or in work just now: "
              + String.join(", ", refused.stream().map(String::valueOf).toList()));
    }
    return Answer.done(ids.size() + " " + done);
  }
}
