package org.godwit.store.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import javax.mail.Flags;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.FlagsUpdateCalculator;
import org.apache.james.mailbox.store.mail.model.MapperProvider;
import org.apache.james.mailbox.store.mail.model.MessageMapperTest;
import org.apache.james.utils.UpdatableTickingClock;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class MessageRowsTest extends MessageMapperTest {

  private final PostgresMapperProvider provider = new PostgresMapperProvider();

  @Override
  protected MapperProvider createMapperProvider() {
    return provider;
  }

  @Override
  protected UpdatableTickingClock updatableTickingClock() {
    return provider.clock();
  }

  // James expects the mailbox's next modseq; ours is the account's next, and message6 took one.

  @Test
  @Override
  protected void flagsReplacementShouldReturnAnUpdatedFlagHighlightingTheReplacement()
      throws MailboxException {
    saveMessages();
    changeIsReported(new Flags(Flags.Flag.FLAGGED), FlagsUpdateMode.REPLACE);
  }

  @Test
  @Override
  protected void userFlagsUpdateShouldReturnCorrectUpdatedFlags() throws Exception {
    saveMessages();
    changeIsReported(new Flags(USER_FLAG), FlagsUpdateMode.ADD);
  }

  private void changeIsReported(Flags flags, FlagsUpdateMode mode) throws MailboxException {
    ModSeq before = messageMapper.getHighestModSeq(benwaInboxMailbox);
    UpdatedFlags change =
        messageMapper
            .updateFlags(
                benwaInboxMailbox, message1.getUid(), new FlagsUpdateCalculator(flags, mode))
            .orElseThrow();
    assertThat(change.getModSeq())
        .isGreaterThan(before)
        .isEqualTo(messageMapper.getHighestModSeq(benwaInboxMailbox));
    assertThat(change)
        .isEqualTo(
            UpdatedFlags.builder()
                .uid(message1.getUid())
                .messageId(message1.getMessageId())
                .modSeq(change.getModSeq())
                .oldFlags(new Flags())
                .newFlags(flags)
                .build());
  }
}
