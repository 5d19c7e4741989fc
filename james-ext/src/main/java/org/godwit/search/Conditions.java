package org.godwit.search;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.SearchQuery.Criterion;
import org.apache.james.mailbox.model.SearchQuery.DateOperator;
import org.apache.james.mailbox.model.SearchQuery.DateResolution;
import org.godwit.search.Condition.And;
import org.godwit.search.Condition.Not;
import org.godwit.search.Condition.OfRow;
import org.godwit.search.Condition.OfText;
import org.godwit.store.mailbox.AccountReading.Held;

/** James's search criteria as conditions (9051 §6.4.4). */
final class Conditions {

  private static final Condition ALWAYS = new And(List.of());
  private static final String DATE = "date";

  private final Collection<MessageUid> recent;

  private Conditions(Collection<MessageUid> recent) {
    this.recent = recent;
  }

  /**
   * Reads a query.
   *
   * @throws UnsupportedOperationException when it has a criterion that nobody knows
   */
  static Condition of(SearchQuery query) {
    return new Conditions(query.getRecentMessageUids()).all(query.getCriteria());
  }

  private Condition all(List<Criterion> criteria) {
    return criteria.size() == 1 ? one(criteria.get(0)) : new And(each(criteria));
  }

  private List<Condition> each(List<Criterion> criteria) {
    return criteria.stream().map(this::one).toList();
  }

  private Condition one(Criterion criterion) {
    return switch (criterion) {
      case SearchQuery.AllCriterion all -> ALWAYS;
      case SearchQuery.ConjunctionCriterion many -> joined(many);
      case SearchQuery.TextCriterion text -> text(text);
      case SearchQuery.SubjectCriterion subject -> one(subject.asHeaderCriterion());
      case SearchQuery.MimeMessageIDCriterion id -> one(id.asHeaderCriterion());
      case SearchQuery.HeaderCriterion header -> header(header);
      case SearchQuery.AttachmentCriterion attachment ->
          truth(attachment.getOperator().isSet(), new OfText(TextTest.hasAttachment()));
      default -> new OfRow(row(criterion));
    };
  }

  private static Condition truth(boolean wanted, Condition condition) {
    return wanted ? condition : new Not(condition);
  }

  private Condition joined(SearchQuery.ConjunctionCriterion many) {
    return switch (many.getType()) {
      case AND -> all(many.getCriteria());
      case OR -> Condition.or(each(many.getCriteria()));
      case NOR -> new Not(Condition.or(each(many.getCriteria())));
    };
  }

  private static Condition text(SearchQuery.TextCriterion text) {
    String value = text.getOperator().getValue();
    return switch (text.getType()) {
      case FULL -> value.isEmpty() ? ALWAYS : new OfText(TextTest.anywhere(value));
      case BODY -> value.isEmpty() ? ALWAYS : new OfText(TextTest.body(value));
      case ATTACHMENTS -> new OfText(TextTest.attachments(value));
      case ATTACHMENT_FILE_NAME -> new OfText(TextTest.fileName(value));
    };
  }

  private static Condition header(SearchQuery.HeaderCriterion header) {
    String name = header.getHeaderName().toLowerCase(Locale.ROOT);
    return switch (header.getOperator()) {
      case SearchQuery.ContainsOperator contains -> field(name, contains.getValue());
      case SearchQuery.ExistsOperator exists -> new OfText(TextTest.field(name));
      case SearchQuery.AddressOperator address ->
          address.getAddress().isEmpty()
              ? new OfText(TextTest.field(name))
              : new OfText(TextTest.addresses(name, address.getAddress()));
      case DateOperator date when name.equals(DATE) -> sent(date);
      default -> throw new UnsupportedOperationException("a search for " + header);
    };
  }

  private static Condition field(String name, String value) {
    return new OfText(value.isEmpty() ? TextTest.field(name) : TextTest.field(name, value));
  }

  /** 9051 §6.4.4: the day as it is written, whatever its time and zone. */
  private static Condition sent(DateOperator date) {
    Date wanted = date.getDate();
    long at = wanted.toInstant().toEpochMilli();
    if (date.getDateResultion() == DateResolution.Day) {
      long day = key(wanted, DateResolution.Day);
      return new OfText(
          switch (date.getType()) {
            case BEFORE -> TextTest.sentOn(Long.MIN_VALUE, day - 1);
            case ON -> TextTest.sentOn(day, day);
            case AFTER -> TextTest.sentOn(day + 1, Long.MAX_VALUE);
          });
    }
    return new OfText(
        switch (date.getType()) {
          case BEFORE -> TextTest.sentAt(Long.MIN_VALUE, at - 1);
          case ON -> TextTest.sentAt(at, at);
          case AFTER -> TextTest.sentAt(at + 1, Long.MAX_VALUE);
        });
  }

  private Predicate<Held> row(Criterion criterion) {
    return switch (criterion) {
      case SearchQuery.InternalDateCriterion date ->
          row -> dated(date.getOperator(), Optional.of(row.internalDate()));
      case SearchQuery.SaveDateCriterion date ->
          row -> dated(date.getOperator(), Optional.of(row.savedAt()));
      case SearchQuery.SizeCriterion size -> of(size.getOperator(), Held::size);
      case SearchQuery.ModSeqCriterion modseq -> of(modseq.getOperator(), Held::modseq);
      case SearchQuery.UidCriterion uid -> in(uid.getOperator().getRange());
      case SearchQuery.FlagCriterion flag -> flagged(flag);
      case SearchQuery.CustomFlagCriterion flag ->
          row -> row.flags().contains(flag.getFlag()) == flag.getOperator().isSet();
      case SearchQuery.MessageIdCriterion id -> row -> row.id().equals(id.getMessageId());
      case SearchQuery.ThreadIdCriterion thread ->
          row -> row.thread().equals(thread.getThreadId().getBaseMessageId());
      default -> throw new UnsupportedOperationException("a search for " + criterion);
    };
  }

  private static Predicate<Held> in(SearchQuery.UidRange... ranges) {
    return row -> {
      MessageUid uid = MessageUid.of(row.uid());
      return Arrays.stream(ranges).anyMatch(range -> range.isIn(uid));
    };
  }

  private Predicate<Held> flagged(SearchQuery.FlagCriterion criterion) {
    boolean set = criterion.getOperator().isSet();
    Flags.Flag flag = criterion.getFlag();
    return flag == Flags.Flag.RECENT
        ? row -> recent.contains(MessageUid.of(row.uid())) == set
        : row -> row.flags().contains(flag) == set;
  }

  private static Predicate<Held> of(
      SearchQuery.NumericOperator operator, java.util.function.ToLongFunction<Held> number) {
    long value = operator.getValue();
    LongPredicate truth =
        switch (operator.getType()) {
          case LESS_THAN -> it -> it < value;
          case GREATER_THAN -> it -> it > value;
          case EQUALS -> it -> it == value;
        };
    return row -> truth.test(number.applyAsLong(row));
  }

  private static boolean dated(DateOperator operator, Optional<Date> date) {
    if (date.isEmpty()) {
      return false;
    }
    long wanted = key(operator.getDate(), operator.getDateResultion());
    long found = key(date.get(), operator.getDateResultion());
    return switch (operator.getType()) {
      case BEFORE -> found < wanted;
      case ON -> found == wanted;
      case AFTER -> found > wanted;
    };
  }

  /** A number that is the same for all moments that cannot be told apart. Days are those of UTC. */
  private static long key(Date date, DateResolution resolution) {
    Instant at = date.toInstant();
    ZonedDateTime utc = at.atZone(ZoneOffset.UTC);
    return switch (resolution) {
      case Year -> utc.getYear();
      case Month -> utc.getYear() * 12L + utc.getMonthValue();
      case Day -> utc.toLocalDate().toEpochDay();
      case Hour -> Math.floorDiv(at.getEpochSecond(), 3_600);
      case Minute -> Math.floorDiv(at.getEpochSecond(), 60);
      case Second -> at.getEpochSecond();
    };
  }

  /** The narrowest range of uids that all found messages are in. */
  static SearchQuery.UidRange uids(SearchQuery query) {
    long low = 1;
    long high = Long.MAX_VALUE;
    for (Criterion criterion : query.getCriteria()) {
      if (criterion instanceof SearchQuery.UidCriterion uid) {
        SearchQuery.UidRange[] ranges = uid.getOperator().getRange();
        long lowest = Long.MAX_VALUE;
        long highest = 0;
        for (SearchQuery.UidRange range : ranges) {
          lowest = Math.min(lowest, range.getLowValue().asLong());
          highest = Math.max(highest, range.getHighValue().asLong());
        }
        low = Math.max(low, lowest);
        high = Math.min(high, highest);
      }
    }
    return new SearchQuery.UidRange(MessageUid.of(low), MessageUid.of(Math.max(low, high)));
  }

  /** Whether all found messages are not \\Seen. */
  static boolean unseen(SearchQuery query) {
    return query.getCriteria().stream()
        .anyMatch(
            criterion ->
                criterion instanceof SearchQuery.FlagCriterion flag
                    && flag.getFlag() == Flags.Flag.SEEN
                    && !flag.getOperator().isSet());
  }
}
