package org.godwit.jmap.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.json;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.godwit.jmap.JmapHouse;
import org.godwit.store.Database;
import org.godwit.store.OneAccountStatements;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Quotas (9425). */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class})
class QuotaTest {

  @TempDir private Path folder;
  private JmapHouse house;

  @BeforeEach
  void build(Database database) throws Exception {
    house = new JmapHouse(database, folder, List.of(), List.of(QuotaCapability.class));
  }

  private void limit(long bytes) throws Exception {
    house
        .the(MaxQuotaManager.class)
        .setMaxStorage(
            house.the(UserQuotaRootResolver.class).forUser(JmapHouse.ALICE),
            QuotaSizeLimit.size(bytes));
  }

  @Test
  void whatHasALimitHasAQuota() throws Exception {
    assertThat(house.call("Quota/get", "'ids':null").get("list")).isEmpty();
    limit(1_000);
    house.add(house.mailbox("INBOX"), "Subject: a\n\nx\n");

    JsonNode quota = house.call("Quota/get", "").at("/list/0");
    assertThat(quota.get("resourceType").textValue()).isEqualTo("octets");
    assertThat(quota.get("used").intValue()).isEqualTo("Subject: a\r\n\r\nx\r\n".length());
    assertThat(quota.get("hardLimit").intValue()).isEqualTo(1_000);
    assertThat(quota.get("scope").textValue()).isEqualTo("account");
    assertThat(quota.get("types")).isEqualTo(json("['Email']"));
  }

  @Test
  void changesTellWhatCameAndWhetherMoreThanTheUseChanged() throws Exception {
    String none = house.call("Quota/get", "").get("state").textValue();
    limit(1_000);
    JsonNode came = house.call("Quota/changes", "'sinceState':'" + none + "'");
    assertThat(texts(came.get("created"))).containsExactly("octets");

    house.add(house.mailbox("INBOX"), "Subject: a\n\nx\n");
    JsonNode used =
        house.call("Quota/changes", "'sinceState':'" + came.get("newState").textValue() + "'");
    assertThat(texts(used.get("updated"))).containsExactly("octets");
    assertThat(texts(used.get("updatedProperties"))).containsExactly("used");

    limit(2_000);
    JsonNode more =
        house.call("Quota/changes", "'sinceState':'" + used.get("newState").textValue() + "'");
    assertThat(texts(more.get("updated"))).containsExactly("octets");
    assertThat(more.get("updatedProperties").isNull()).isTrue();
    assertThat(house.error("Quota/changes", "'sinceState':'what'"))
        .isEqualTo("cannotCalculateChanges");
  }

  @Test
  void listsAreFiltered() throws Exception {
    limit(1_000);
    assertThat(texts(house.call("Quota/query", "'filter':{'type':'Email'}").get("ids")))
        .containsExactly("octets");
    assertThat(texts(house.call("Quota/query", "'filter':{'scope':'domain'}").get("ids")))
        .isEmpty();
    assertThat(house.error("Quota/query", "'filter':{'x':'y'}")).isEqualTo("unsupportedFilter");
    assertThat(house.error("Quota/query", "'sort':[{'property':'scope'}]"))
        .isEqualTo("unsupportedSort");
  }
}
