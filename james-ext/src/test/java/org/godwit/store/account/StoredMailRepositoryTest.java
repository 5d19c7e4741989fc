package org.godwit.store.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.james.core.builder.MimeMessageBuilder;
import org.apache.james.mailrepository.MailRepositoryContract;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryPath;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class StoredMailRepositoryTest implements MailRepositoryContract {
  @Override
  public MailRepository retrieveRepository() {
    return retrieveRepository(MailRepositoryPath.from("var/mail/quarantine"));
  }

  @Override
  public MailRepository retrieveRepository(MailRepositoryPath path) {
    return new StoredMailRepository(PostgresExtension.database(), path);
  }

  @Test
  void givesAMessageBackByteForByte() throws Exception {
    byte[] odd =
        "Subject:  two  spaces\r\nX-Eight: \u00e9\r\n\r\n\tbody\0\n.\r\n\u00ff"
            .getBytes(StandardCharsets.ISO_8859_1);
    MailImpl mail =
        MailImpl.builder()
            .name("odd")
            .sender("sender@localhost")
            .addRecipient("rec1@domain.com")
            .errorMessage("text with a \0 in it")
            .build();
    mail.setMessageContent(
        MimeMessageInputStreamSource.create("odd", new ByteArrayInputStream(odd)));

    MailKey key = retrieveRepository().store(mail);
    MimeMessageWrapper message =
        (MimeMessageWrapper) retrieveRepository().retrieve(key).getMessage();

    assertThat(message.getMessageInputStream().readAllBytes()).isEqualTo(odd);
    assertThat(message.getMessageSize()).isEqualTo(odd.length);
    assertThat(retrieveRepository().retrieve(key).getErrorMessage())
        .isEqualTo("text with a  in it");
  }

  @Test
  void keepsAMailWithoutAMessage() throws Exception {
    MailImpl mail = MailImpl.builder().name("none").addRecipient("rec1@domain.com").build();

    MailKey key = retrieveRepository().store(mail);

    assertThat(retrieveRepository().retrieve(key).getRecipients()).hasSize(1);
    assertThat(retrieveRepository().retrieve(key).getMessage()).isNull();
  }

  @Test
  void aMailThatWasReadCanBeKeptElsewhere() throws Exception {
    MailImpl mail =
        MailImpl.builder()
            .name("moved")
            .addRecipient("rec1@domain.com")
            .mimeMessage(MimeMessageBuilder.mimeMessageBuilder().setSubject("a").setText("b"))
            .build();
    MailRepository elsewhere = retrieveRepository(MailRepositoryPath.from("var/mail/elsewhere"));
    retrieveRepository().store(mail);
    elsewhere.store(retrieveRepository().retrieve(new MailKey("moved")));

    assertThat(bytes(elsewhere)).isEqualTo(bytes(retrieveRepository()));
  }

  private static byte[] bytes(MailRepository repository) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    repository.retrieve(new MailKey("moved")).getMessage().writeTo(out);
    return out.toByteArray();
  }
}
