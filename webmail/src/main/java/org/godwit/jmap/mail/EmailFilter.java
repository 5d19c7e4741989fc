package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.QueryRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.UtcDate;
import org.godwit.store.listing.Condition;
import org.godwit.store.listing.Condition.And;
import org.godwit.store.listing.Condition.In;
import org.godwit.store.listing.Condition.Marked;
import org.godwit.store.listing.Condition.Not;
import org.godwit.store.listing.Condition.OneOf;
import org.godwit.store.listing.Condition.Or;
import org.godwit.store.listing.Condition.Outside;
import org.godwit.store.listing.Condition.Received;
import org.godwit.store.listing.Condition.Sized;
import org.godwit.store.listing.Condition.ThreadAllMarked;
import org.godwit.store.listing.Condition.ThreadMarked;
import org.godwit.store.mailbox.StoreMailboxId;

/** Filters of emails (8621 §4.4.1) as conditions of the store; texts are searched for at once. */
final class EmailFilter implements QueryRequest.Conditions<Condition> {

  /** All that may be asked (8621 §4.4.1). */
  static final List<String> CONDITIONS =
      List.of(
          "inMailbox",
          "inMailboxOtherThan",
          "before",
          "after",
          "minSize",
          "maxSize",
          "allInThreadHaveKeyword",
          "someInThreadHaveKeyword",
          "noneInThreadHaveKeyword",
          "hasKeyword",
          "notKeyword",
          "hasAttachment",
          "text",
          "from",
          "to",
          "cc",
          "bcc",
          "subject",
          "body",
          "header");

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
  private static final int MOST_SEARCHES = 16;

  private final Sight sight;

  /** A search for messages that costs something. */
  @FunctionalInterface
  private interface Finding {
    Set<UUID> messages() throws MethodError;
  }

  private final TextSearch search;
  private int searches;

  private EmailFilter(Sight sight, TextSearch search) {
    this.sight = sight;
    this.search = search;
  }

  static Condition read(Sight sight, TextSearch search, Optional<ObjectNode> filter)
      throws MethodError {
    return filter.isEmpty()
        ? new And(List.of())
        : flat(QueryRequest.read(filter.get(), new EmailFilter(sight, search)));
  }

  /** ANDs in an AND are one, so that the store sees the mailbox that all is in. */
  private static Condition flat(Condition condition) {
    if (!(condition instanceof And and)) {
      return condition;
    }
    List<Condition> parts = new ArrayList<>();
    for (Condition part : and.parts()) {
      Condition inside = flat(part);
      parts.addAll(inside instanceof And more ? more.parts() : List.of(inside));
    }
    return new And(parts);
  }

  @Override
  public Condition operator(String name, List<Condition> parts) {
    return switch (name) {
      case "AND" -> new And(parts);
      case "OR" -> new Or(parts);
      default -> new Not(new Or(parts)); // 8620 §5.5: NOT is none of them
    };
  }

  @Override
  public Condition condition(Arguments given) throws MethodError {
    List<Condition> all = new ArrayList<>();
    places(given, all);
    numbers(given, all);
    keywords(given, all);
    texts(given, all);
    return new And(all);
  }

  private void places(Arguments given, List<Condition> all) throws MethodError {
    Optional<String> in = given.id("inMailbox");
    if (in.isPresent()) {
      all.add(mailbox(in.get()).<Condition>map(In::new).orElse(new Or(List.of())));
    }
    Optional<List<String>> others = given.ids("inMailboxOtherThan");
    if (others.isPresent()) {
      Set<Long> numbers = new HashSet<>();
      others.get().forEach(id -> mailbox(id).ifPresent(numbers::add));
      all.add(new Outside(numbers));
    }
  }

  private Optional<Long> mailbox(String id) {
    try {
      StoreMailboxId mailbox = new StoreMailboxId.Factory().fromString(id);
      return mailbox.account() == sight.account()
          ? Optional.of(mailbox.number())
          : Optional.empty();
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private static void numbers(Arguments given, List<Condition> all) throws MethodError {
    Optional<Instant> before = UtcDate.argument(given, "before");
    Optional<Instant> after = UtcDate.argument(given, "after");
    if (before.isPresent() || after.isPresent()) {
      all.add(new Received(after.orElse(FIRST), before.orElse(LAST)));
    }
    long least = given.unsigned("minSize").orElse(0);
    long below = given.unsigned("maxSize").orElse(Long.MAX_VALUE);
    if (least > 0 || below < Long.MAX_VALUE) {
      all.add(new Sized(least, below));
    }
  }

  private static void keywords(Arguments given, List<Condition> all) throws MethodError {
    given.text("hasKeyword").map(Marked::new).ifPresent(all::add);
    given.text("notKeyword").map(it -> new Not(new Marked(it))).ifPresent(all::add);
    given.text("allInThreadHaveKeyword").map(ThreadAllMarked::new).ifPresent(all::add);
    given.text("someInThreadHaveKeyword").map(ThreadMarked::new).ifPresent(all::add);
    given
        .text("noneInThreadHaveKeyword")
        .map(it -> new Not(new ThreadMarked(it)))
        .ifPresent(all::add);
  }

  private void texts(Arguments given, List<Condition> all) throws MethodError {
    words(given, "text", TextSearch.Field.TEXT, all);
    words(given, "from", TextSearch.Field.FROM, all);
    words(given, "to", TextSearch.Field.TO, all);
    words(given, "subject", TextSearch.Field.SUBJECT, all);
    words(given, "body", TextSearch.Field.BODY, all);
    for (String field : List.of("cc", "bcc")) {
      Optional<String> text = given.text(field);
      if (text.isPresent()) {
        all.add(found(() -> search.header(sight, field, text)));
      }
    }
    Optional<List<String>> header = given.texts("header");
    if (header.isPresent()) {
      List<String> it = header.get();
      if (it.isEmpty() || it.size() > 2) {
        throw MethodError.invalidArguments("header is a name, or a name and a text");
      }
      Optional<String> text = it.size() == 2 ? Optional.of(it.get(1)) : Optional.empty();
      all.add(found(() -> search.header(sight, it.getFirst(), text)));
    }
    Optional<Boolean> attachment = given.maybeFlag("hasAttachment");
    if (attachment.isPresent()) {
      Condition with = found(() -> search.withAttachment(sight));
      all.add(attachment.get() ? with : new Not(with));
    }
  }

  private void words(Arguments given, String name, TextSearch.Field field, List<Condition> all)
      throws MethodError {
    Optional<String> text = given.text(name);
    if (text.isPresent() && !text.get().isBlank()) {
      all.add(found(() -> search.words(sight, field, text.get())));
    }
  }

  private Condition found(Finding wanted) throws MethodError {
    searches++;
    if (searches > MOST_SEARCHES) {
      throw MethodError.unsupportedFilter("there are too many texts to search for");
    }
    return new OneOf(wanted.messages());
  }
}
