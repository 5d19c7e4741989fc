package org.godwit.mailflow.outbound.sts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.godwit.mailflow.outbound.sts.StsPolicies.Trouble;
import org.godwit.mailflow.outbound.sts.StsPolicy.Mode;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.policy.PolicyShelf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When a policy is fetched, and for how long it is believed. */
@ExtendWith(PostgresExtension.class)
class StsPoliciesTest {
  private static final String ENFORCE =
      "version: STSv1\nmode: enforce\nmx: mx.a.example\nmax_age: 86400\n";

  private final Map<String, List<String>> texts = new HashMap<>();
  private final Map<String, String> pages = new HashMap<>();
  private final List<String> fetched = new ArrayList<>();
  private boolean silent;

  /** Another process, which remembers nothing but what is kept. */
  private StsPolicies policies(Database database) {
    return new StsPolicies(new PolicyShelf(database), this::text, this::page);
  }

  private List<String> text(String name) throws IOException {
    if (silent) {
      throw new IOException("SERVFAIL");
    }
    return texts.getOrDefault(name, List.of());
  }

  private String page(String domain) throws IOException {
    fetched.add(domain);
    if (!pages.containsKey(domain)) {
      throw new IOException("404");
    }
    if (pages.get(domain).isEmpty()) {
      throw new SSLHandshakeException("another name");
    }
    return pages.get(domain);
  }

  private void published(String id) {
    texts.put("_mta-sts.a.example", List.of("v=STSv1; id=" + id + ";"));
    pages.put("a.example", ENFORCE);
  }

  @Test
  void aDomainWithoutARecordIsNotAskedOnTheWeb(Database database) {
    assertThat(policies(database).of("a.example").policy()).isEmpty();
    assertThat(fetched).isEmpty();
  }

  @Test
  void aPolicyIsFetchedOnceAndKept(Database database) {
    published("1");
    StsPolicies policies = policies(database);
    assertThat(policies.of("a.example").policy().orElseThrow().mode()).isEqualTo(Mode.ENFORCE);
    policies.of("a.example");
    assertThat(policies(database).of("a.example").policy()).as("by another node").isPresent();
    assertThat(fetched).hasSize(1);
  }

  @Test
  void anotherIdHasItFetchedAgain(Database database) {
    published("1");
    policies(database).of("a.example");
    published("2");
    pages.put("a.example", ENFORCE.replace("enforce", "testing"));
    assertThat(policies(database).of("a.example").policy().orElseThrow().mode())
        .isEqualTo(Mode.TESTING);
    assertThat(fetched).hasSize(2);
  }

  @Test
  void whoSilencesDnsOrTheWebDoesNotGetRidOfIt(Database database) {
    published("1");
    policies(database).of("a.example");
    silent = true;
    assertThat(policies(database).of("a.example").policy()).as("DNS does not answer").isPresent();
    silent = false;
    texts.clear();
    assertThat(policies(database).of("a.example").policy()).as("the record is gone").isPresent();
    published("2");
    pages.clear();
    assertThat(policies(database).of("a.example").policy())
        .as("the web does not answer")
        .isPresent();
    pages.put("a.example", "<html>");
    assertThat(policies(database).of("a.example").policy())
        .as("the page is something else")
        .isPresent();
  }

  @Test
  void whyThereIsNoPolicyIsTold(Database database) {
    published("1");
    pages.clear();
    assertThat(policies(database).of("a.example").trouble()).contains(Trouble.NOT_FETCHED);
    pages.put("a.example", "<html>");
    assertThat(policies(database).of("a.example").trouble()).contains(Trouble.NO_POLICY);
    pages.put("a.example", "");
    assertThat(policies(database).of("a.example").trouble()).contains(Trouble.NOT_PROVEN);
    silent = true;
    assertThat(policies(database).of("a.example").trouble()).as("nobody knows").isEmpty();
    silent = false;
    published("2");
    policies(database).of("a.example");
    published("3");
    pages.clear();
    assertThat(policies(database).of("a.example").trouble()).as("the old one holds").isEmpty();
  }

  @Test
  void itEndsWithItsTime(Database database) {
    published("1");
    policies(database).of("a.example");
    database.run(
        "letting time pass",
        on -> {
          try (Statement update = on.createStatement()) {
            return update.executeUpdate(
                "UPDATE mta_sts_policy SET expires_at = now() - interval '1 second'");
          }
        });
    silent = true;
    assertThat(policies(database).of("a.example").policy()).isEmpty();
  }

  @Test
  void noneTakesAPolicyBack(Database database) {
    published("1");
    policies(database).of("a.example");
    published("2");
    pages.put("a.example", "version: STSv1\nmode: none\nmax_age: 86400\n");
    assertThat(policies(database).of("a.example").policy()).isEmpty();
  }

  @Test
  void twoRecordsAreNone(Database database) {
    published("1");
    texts.put("_mta-sts.a.example", List.of("v=STSv1; id=1;", "v=STSv1; id=2;"));
    assertThat(policies(database).of("a.example").policy()).isEmpty();
    texts.put("_mta-sts.a.example", List.of("v=STSv1; id=1;", "v=spf1 -all"));
    assertThat(policies(database).of("a.example").policy()).as("others do not count").isPresent();
  }
}
