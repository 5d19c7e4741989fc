package org.godwit.store.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;
import java.util.Optional;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.vacation.api.AccountId;
import org.apache.james.vacation.api.NotificationRegistry;
import org.apache.james.vacation.api.NotificationRegistryContract;
import org.apache.james.vacation.api.RecipientId;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class StoredRepliesTest implements NotificationRegistryContract {
  @Override
  public NotificationRegistry notificationRegistry() {
    return new StoredReplies(PostgresExtension.database(), zonedDateTimeProvider);
  }

  @Override
  public RecipientId recipientId() {
    return recipient("benwa@apache.org");
  }

  @Test
  void whatHasExpiredIsNotKeptForEver(Database database) {
    ZonedDateTime[] now = {ZonedDateTime.parse("2026-01-01T00:00:00Z")};
    StoredReplies replies = new StoredReplies(database, () -> now[0]);
    AccountId alice = AccountId.fromString("alice@example.org");
    replies.register(alice, recipient("old@x.example"), Optional.of(now[0].plusDays(1))).block();
    now[0] = now[0].plusDays(2);
    replies.register(alice, recipient("new@x.example"), Optional.of(now[0].plusDays(1))).block();

    long rows =
        database.run(
            "counting",
            connection -> {
              try (var select = connection.prepareStatement("SELECT count(*) FROM vacation_reply");
                  var row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
              }
            });
    assertThat(rows).isEqualTo(1);
  }

  private static RecipientId recipient(String address) {
    try {
      return RecipientId.fromMailAddress(new MailAddress(address));
    } catch (AddressException e) {
      throw new AssertionError(e);
    }
  }
}
