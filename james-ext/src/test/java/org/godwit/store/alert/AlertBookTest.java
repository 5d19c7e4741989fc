package org.godwit.store.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.alert.Alert.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is kept of conditions. */
@ExtendWith(PostgresExtension.class)
class AlertBookTest {
  private static final Sighting FULL = Sighting.of(AlertKind.DISK_FULL, "mx1", "full");

  private static Alert only(AlertBook book) {
    assertThat(book.all().alerts()).hasSize(1);
    return book.all().alerts().getFirst();
  }

  private static void age(Database database, String interval) {
    database.run(
        "letting time pass",
        on -> {
          try (PreparedStatement update =
              on.prepareStatement(
                  "UPDATE alert SET since = since - ?::interval, seen_at = seen_at - ?::interval")) {
            update.setString(1, interval);
            update.setString(2, interval);
            return update.executeUpdate();
          }
        });
  }

  @Test
  void oneThatIsSeenAgainKeepsItsBeginningAndSaysTheNewestWords(Database database) {
    AlertBook book = new AlertBook(database);
    book.saw("mx1", List.of(FULL));
    age(database, "1 hour");
    Alert before = only(book);
    book.saw("mx1", List.of(Sighting.of(AlertKind.DISK_FULL, "mx1", "fuller")));
    Alert after = only(book);
    assertThat(after.since()).isEqualTo(before.since());
    assertThat(after.seen()).isAfter(before.seen());
    assertThat(after.words()).isEqualTo("fuller");
  }

  @Test
  void aFaintSightingGoesOnAndDoesNotBegin(Database database) {
    AlertBook book = new AlertBook(database);
    Sighting faint = new Sighting(AlertKind.DISK_FULL, "mx1", "nearly", false);
    book.saw("mx1", List.of(faint));
    assertThat(book.all().alerts()).isEmpty();

    book.saw("mx1", List.of(FULL));
    age(database, "1 hour");
    Alert before = only(book);
    book.saw("mx1", List.of(faint));
    assertThat(only(book).seen()).isAfter(before.seen());
  }

  @Test
  void ofTwoAboutTheSameThingTheFirstCounts(Database database) {
    AlertBook book = new AlertBook(database);
    book.saw("", List.of(FULL, Sighting.of(AlertKind.DISK_FULL, "mx1", "the same name")));
    assertThat(only(book).words()).isEqualTo("full");
  }

  @Test
  void whatCannotBeToldGoesOnForWhoeverSawIt(Database database) {
    AlertBook book = new AlertBook(database);
    book.saw("mx1", List.of(FULL));
    age(database, "1 hour");
    Alert before = only(book);
    book.unknown("mx2", Set.of(AlertKind.DISK_FULL));
    assertThat(only(book).seen()).as("another's").isEqualTo(before.seen());
    book.unknown("mx1", Set.of(AlertKind.DISK_FULL));
    assertThat(only(book).seen()).isAfter(before.seen());
  }

  @Test
  void ofTwoThatTellTheSameOneDoes(Database database) {
    AlertBook book = new AlertBook(database);
    book.saw("mx1", List.of(FULL));
    Alert alert = only(book);
    assertThat(book.told(alert, Event.RAISED, Optional.of(call()))).isTrue();
    assertThat(book.told(alert, Event.RAISED, Optional.of(call()))).isFalse();
    assertThat(new AlertCalls(database).due()).hasSize(1);
  }

  @Test
  void whatIsSeenAgainInTheLastMomentIsNotOver(Database database) {
    AlertBook book = new AlertBook(database);
    book.saw("mx1", List.of(FULL));
    Alert stale = only(book);
    age(database, "1 hour");
    assertThat(book.told(stale, Event.OVER, Optional.of(call()))).isFalse();
    assertThat(only(book).kind()).isEqualTo(AlertKind.DISK_FULL);
    assertThat(book.told(only(book), Event.OVER, Optional.empty())).isTrue();
    assertThat(book.all().alerts()).isEmpty();
  }

  @Test
  void aKindOfANewerNodeIsLeftToIt(Database database) {
    AlertBook book = new AlertBook(database);
    book.saw("mx1", List.of(FULL));
    database.run(
        "as a newer node",
        on -> {
          try (PreparedStatement update = on.prepareStatement("UPDATE alert SET kind = 'NEW'")) {
            return update.executeUpdate();
          }
        });
    assertThat(book.all().alerts()).isEmpty();
  }

  private static AlertBook.Call call() {
    return new AlertBook.Call(UUID.randomUUID(), "{}");
  }
}
