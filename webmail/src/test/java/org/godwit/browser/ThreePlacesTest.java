package org.godwit.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import org.godwit.server.ImapTalk;
import org.godwit.server.OneServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two browsers and a mail program on one account. */
@ExtendWith({OneServer.class, OneBrowser.class})
class ThreePlacesTest {

  @BeforeAll
  static void waitLonger() {
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
  }

  private static Locator row(Page page, String subject) {
    return page.locator(".row-link[aria-label*='" + subject + "']");
  }

  @Test
  void whatOneDoesTheOthersSeeAlsoAfterACutInTheMiddle(OneServer mail, OneBrowser browser)
      throws IOException {
    Letters letters = new Letters(mail);
    letters.text("Lunch");
    letters.text("Dinner");
    Page desk = browser.visit().signIn(mail.address("alice"), OneServer.PASSWORD);
    Visit travels = browser.visit(Look.PHONE);
    Page phone = travels.signIn(mail.address("alice"), OneServer.PASSWORD);
    assertThat(row(desk, "Dinner")).isVisible();
    assertThat(row(phone, "Lunch")).isVisible();
    try (ImapTalk program = mail.imap("alice")) {
      program.ok("SELECT INBOX");
      row(desk, "Dinner").focus();
      desk.keyboard().press("s");
      assertThat(row(phone, "Starred, Ann Lee, Dinner")).isVisible();

      travels.cut();
      row(phone, "Lunch").click(); // read from here on, for the server later
      program.ok("CREATE Plans");
      program.ok("MOVE 1:* Plans");
      assertThat(desk.locator(".list-scroll .empty")).isVisible();
      assertThat(desk.locator(".sidebar a.folder").filter(having("Plans"))).isVisible();
      letters.text("Supper");
      assertThat(row(desk, "Supper")).isVisible();
      travels.heal();
      phone.goBack();
      assertThat(row(phone, "Supper")).isVisible();
      assertThat(row(phone, "Lunch")).hasCount(0);
      assertThat(phone.locator(".offline")).hasCount(0);

      program.ok("NOOP");
      program.ok("STORE 1 +FLAGS (\\Deleted)");
      program.ok("EXPUNGE");
      assertThat(desk.locator(".list-scroll .empty")).isVisible();
      assertThat(phone.locator(".list-scroll .empty")).isVisible();
    }
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
