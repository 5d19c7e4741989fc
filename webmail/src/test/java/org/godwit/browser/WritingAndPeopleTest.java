package org.godwit.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.List;
import org.godwit.server.OneServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is written survives a crash; receipts are asked for; doubles become one. */
@ExtendWith({OneServer.class, OneBrowser.class})
class WritingAndPeopleTest {

  @BeforeAll
  static void waitLonger() {
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
  }

  private static Locator row(Page page, String subject) {
    return page.locator(".row-link[aria-label*='" + subject + "']");
  }

  private static Locator button(Page page, String name) {
    return page.locator("button", new Page.LocatorOptions().setHasText(name));
  }

  private static Page signIn(Visit visit, OneServer mail, String name) {
    visit.go("/login");
    Page page = visit.page();
    page.getByLabel("Email address").fill(mail.address(name));
    page.getByLabel("Password").fill(OneServer.PASSWORD);
    page.getByLabel("This is my own device").check();
    page.getByLabel("Password").press("Enter");
    assertThat(page.locator(".list-rows, .list-scroll .empty").first()).isAttached();
    return page;
  }

  private static void write(Page page, String to, String subject) {
    page.locator(".compose-button").click();
    assertThat(page.locator(".composer .editor")).isVisible();
    fill(page, to, subject);
  }

  /** Whether the device keeps one draft, in its last state. */
  private static final String KEPT =
      """
      ([name, subject]) => new Promise(done => {
        const open = indexedDB.open(name)
        open.onsuccess = () => {
          const all = open.result.transaction('draft').objectStore('draft').getAll()
          all.onsuccess = () => {
            open.result.close()
            done(all.result.length === 1 && all.result[0].subject === subject)
          }
        }
      })
      """;

  private static final String NO_TAB_LIVES =
      "() => navigator.locks.query().then(all => !all.held.some(it => it.name.startsWith('tab ')))";

  private static void fill(Page page, String to, String subject) {
    page.locator(".composer [role=combobox]").first().fill(to);
    page.locator(".composer [role=combobox]").first().press("Enter");
    page.locator(".composer").getByLabel("Subject").fill(subject);
  }

  @Test
  void whatWasWrittenWhenThePageWasKilledIsThereOnce(OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit();
    Page page = signIn(visit, mail, "alice");
    visit.go("/mail/inbox"); // from here on the device keeps what is written
    assertThat(page.locator(".list-scroll .empty")).isVisible();
    page.locator(".compose-button").click();
    assertThat(page.locator(".composer .editor")).isVisible();
    visit.forgive("net::ERR_FAILED");
    page.route("**/jmap/api", route -> route.abort()); // nothing of it reaches the server
    fill(page, mail.address("bob"), "Half a thought");
    Visit.awaitYes(page, KEPT, List.of("mail of " + mail.address("alice"), "Half a thought"));
    Page other = visit.tab();
    other.navigate(visit.url("/health/live"));
    page.close(new Page.CloseOptions().setRunBeforeUnload(false));
    Visit.awaitYes(other, NO_TAB_LIVES, null);

    other.navigate(visit.url("/mail/drafts"));
    assertThat(row(other, "Half a thought")).hasCount(1);
    other.reload();
    assertThat(row(other, "Half a thought")).hasCount(1);
  }

  @Test
  void aReceiptIsAskedForAndSentByWhoSaysSo(OneServer mail, OneBrowser browser) {
    Page alice = browser.visit().signIn(mail.address("alice"), OneServer.PASSWORD);
    Page bob = browser.visit().signIn(mail.address("bob"), OneServer.PASSWORD);
    write(alice, mail.address("bob"), "Contract");
    alice.locator("button[aria-label='Ask for a read receipt']").click();
    button(alice, "Send").first().click();

    row(bob, "Contract").click();
    assertThat(bob.locator(".images-bar")).containsText("would like to know");
    assertThat(Axe.violations(bob)).isEmpty();
    button(bob, "Send a receipt").click();
    assertThat(bob.locator(".images-bar")).hasCount(0);

    assertThat(row(alice, "Contract")).hasCount(1); // the receipt came
  }

  @Test
  void contactsThatAreOnePersonBecomeOneAndComeApartAgain(OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit();
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    for (String name : new String[] {"Ann Lee", "A. Lee"}) {
      visit.go("/contacts/new");
      page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(name);
      page.locator(".contact-form input[inputmode=email]").first().fill("ann@example.org");
      page.locator(".contact-form button[type=submit]").click();
      assertThat(page.locator(".contact-view")).isVisible();
    }
    assertThat(page.locator(".contact-row")).hasCount(2);
    page.locator(".contacts .list-toolbar button[aria-label='More']").click();
    page.getByText("Find doubles").click();
    assertThat(page.locator(".doubles > li")).hasCount(1);
    assertThat(Axe.violations(page)).isEmpty();
    button(page, "Merge").click();
    assertThat(page.locator("dialog")).containsText("No two contacts");
    page.locator("dialog button[aria-label='Close']").click();
    assertThat(page.locator(".contact-row")).hasCount(1);
    button(page, "Undo").click();
    assertThat(page.locator(".contact-row")).hasCount(2);
  }
}
