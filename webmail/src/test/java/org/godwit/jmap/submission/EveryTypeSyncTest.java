package org.godwit.jmap.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.godwit.jmap.contacts.ContactsCapability;
import org.godwit.jmap.mail.MailShare;
import org.godwit.jmap.quota.QuotaCapability;
import org.godwit.jmap.sharing.OwnerCapability;
import org.godwit.jmap.sharing.PrincipalsCapability;
import org.godwit.jmap.sharing.ShareNotifications;
import org.godwit.jmap.snooze.SnoozeCapability;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.mailbox.StoreInvariants;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens, by whatever way, a client that applies what /changes and /queryChanges tell to
 * what it knew of any type knows what is (8620 §5.2, §5.6).
 */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class EveryTypeSyncTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void changesOfEveryTypeAppliedToWhatWasAreWhatIs(long seed, Database database) throws Exception {
    try (SendingHouse sending =
        new SendingHouse(
            database,
            folder.resolve("s" + seed),
            List.of(
                ContactsCapability.class,
                QuotaCapability.class,
                SnoozeCapability.class,
                PrincipalsCapability.class,
                OwnerCapability.class,
                MailShare.class))) {
      sending.jmap().the(ShareNotifications.class).listen(account -> {});
      Random random = new Random(seed);
      AnyHistory history = new AnyHistory(sending, database, random);
      AnyClient client = new AnyClient(sending.jmap(), random);
      for (int step = 0; step < 40; step++) {
        for (int i = random.nextInt(5); i >= 0; i--) {
          history.step();
        }
        client.refresh();
        client.mustBeFresh("seed " + seed + ", step " + step);
      }
      assertThat(client.calculated()).as("refreshes by changes alone").isGreaterThan(400);
      assertThat(history.kinds()).as("kinds of things that happened").isGreaterThan(15);
    }
  }
}
