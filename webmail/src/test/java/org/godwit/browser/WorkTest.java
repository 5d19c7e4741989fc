package org.godwit.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.godwit.server.ImapTalk;
import org.godwit.server.OneServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How people sort their mail, keep their people and set their rules. */
@ExtendWith({OneServer.class, OneBrowser.class})
class WorkTest {

  private static Locator row(Page page, String subject) {
    return page.locator(".row-link[aria-label*='" + subject + "']");
  }

  private static Page signIn(OneServer mail, OneBrowser browser) {
    Page page = browser.visit().signIn(mail.address("alice"), OneServer.PASSWORD);
    assertThat(page.locator(".list-rows, .list-scroll .empty").first()).isAttached();
    return page;
  }

  private static Locator button(Page page, String name) {
    return page.locator("button[aria-label='" + name + "']");
  }

  @BeforeAll
  static void waitLonger() {
    PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
  }

  @Test
  void theFirstListCostsThePageItsFilesAndOneRequest(OneServer mail, OneBrowser browser)
      throws IOException {
    new Letters(mail).text("Lunch");
    Visit visit = browser.visit();
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    visit.forgetRequests();
    visit.go("/mail/inbox");
    assertThat(row(page, "Lunch")).isVisible();
    assertThat(visit.requests())
        .filteredOn(request -> request.contains("/jmap/"))
        .hasSize(1)
        .allMatch(request -> request.endsWith("/jmap/api"));
  }

  @Test
  void aLabelIsPutOnByKeysAndASecondMailboxHoldsTheSameMail(OneServer mail, OneBrowser browser)
      throws IOException {
    new Letters(mail).text("Lunch");
    Page page = signIn(mail, browser);
    button(page, "New folder or label").first().click();
    page.getByLabel("Name of the folder").fill("Food");
    page.getByLabel("Name of the folder").press("Enter");
    assertThat(page.locator(".sidebar a.folder", new Page.LocatorOptions().setHasText("Food")))
        .isVisible();
    row(page, "Lunch").click();
    assertThat(page.locator(".message.open")).isVisible();
    page.keyboard().press("l");
    page.locator("[role=menuitemcheckbox]", new Page.LocatorOptions().setHasText("Food")).click();
    assertThat(page.locator(".read-subject .label")).hasText("Food");
    try (ImapTalk phone = mail.imap("alice")) {
      page.waitForCondition(() -> phoneSees(phone, "Food"));
      assertThat(phoneSees(phone, "INBOX")).isTrue();
    }
  }

  private static boolean phoneSees(ImapTalk phone, String mailbox) {
    try {
      return phone.ok("STATUS " + mailbox + " (MESSAGES)").toString().contains("MESSAGES 1");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everythingThatASearchFindsIsArchivedAndComesBack(OneServer mail, OneBrowser browser)
      throws IOException {
    Letters letters = new Letters(mail);
    for (int i = 0; i < 60; i++) { // more than a page of the list
      letters.text("Report " + i);
    }
    Page page = signIn(mail, browser);
    assertThat(page.locator(".list-total")).hasText("60");
    page.locator(".choose-all input").click();
    page.getByText("Choose all 60 conversations").click();
    page.locator(".everything button", new Page.LocatorOptions().setHasText("Archive")).click();
    assertThat(page.locator(".list-scroll .empty")).isVisible();
    page.locator(".toast button", new Page.LocatorOptions().setHasText("Undo")).click();
    assertThat(page.locator(".list-total")).hasText("60");
    assertThat(page.locator(".row").count()).isLessThanOrEqualTo(80);
  }

  @Test
  void aRowIsDraggedToAFolderOrMovedByKeysAndEachCanBeTakenBack(OneServer mail, OneBrowser browser)
      throws IOException {
    Letters letters = new Letters(mail);
    letters.text("Dragged");
    letters.text("Typed");
    Page page = signIn(mail, browser);
    row(page, "Dragged")
        .locator("..")
        .dragTo(page.locator(".sidebar a.folder", new Page.LocatorOptions().setHasText("Archive")));
    assertThat(row(page, "Dragged")).hasCount(0);
    row(page, "Typed").focus();
    page.keyboard().press("e");
    assertThat(page.locator(".list-scroll .empty")).isVisible();
    page.keyboard().press("z");
    assertThat(row(page, "Typed")).isVisible();
  }

  @Test
  void peopleOfAFileAreKeptAndOfferedWhereOneWrites(OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit();
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    visit.go("/contacts");
    assertThat(page.locator(".contacts .empty")).isVisible();
    String card =
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Zoë Quint\r\nEMAIL:zoe@example.org\r\nEND:VCARD\r\n";
    page.locator("input[type=file]")
        .setInputFiles(
            new FilePayload("c.vcf", "text/vcard", card.getBytes(StandardCharsets.UTF_8)));
    assertThat(page.locator(".contact-row")).containsText("Zoë Quint");
    page.locator(".contact-row").click();
    assertThat(page.locator(".contact-view h2")).hasText("Zoë Quint");
    page.keyboard().press("c");
    Locator to = page.locator(".composer [role=combobox]").first();
    to.pressSequentially("quint");
    assertThat(page.locator(".people [role=option]").first()).containsText("zoe@example.org");
  }

  @Test
  void aRuleMovesMailThatComes(OneServer mail, OneBrowser browser) throws IOException {
    new Letters(mail).text("First");
    Page page = signIn(mail, browser);
    row(page, "First").click();
    page.locator(".message-side .menu > button").click();
    page.getByText("Filter mail like this").click();
    assertThat(page.locator(".rule-test input")).hasValue("ann@example.org");
    page.getByLabel("Move to").last().selectOption("Archive");
    page.locator(".rule-form button[type=submit]").click();
    assertThat(page.locator(".rules li")).containsText("ann@example.org");
    new Letters(mail).text("Second");
    page.navigate(page.url().replaceAll("/settings.*", "/mail/archive"));
    assertThat(row(page, "Second")).isVisible();
    assertThat(row(page, "First")).hasCount(0);
  }

  @Test
  void anInvitationIsAcceptedAndTheOtherSideHearsIt(OneServer mail, OneBrowser browser)
      throws IOException {
    new Letters(mail).invitation("Budget", mail.address("alice"));
    Page page = signIn(mail, browser);
    row(page, "Budget").click();
    assertThat(page.locator(".invite")).containsText("Room 4");
    page.locator(".invite-answers button").first().click();
    assertThat(page.locator(".toast").first()).isVisible();
    assertThat(page.locator(".invite-answers button[aria-pressed=true]")).hasText("Accept");
    Page other = browser.visit().signIn(mail.address("bob"), OneServer.PASSWORD);
    assertThat(row(other, "accepted: Budget")).isVisible();
  }

  @Test
  void aTemplateIsKeptAndPutIn(OneServer mail, OneBrowser browser) {
    Page page = signIn(mail, browser);
    page.keyboard().press("c");
    page.locator(".editor").click();
    page.keyboard().type("Thank you for your order.");
    page.getByPlaceholder("Subject").fill("Thanks");
    button(page, "Templates").click();
    page.getByText("Save as template").click();
    assertThat(page.locator(".toast").first()).isVisible();
    button(page, "Throw the draft away").click();
    page.keyboard().press("c");
    button(page, "Templates").click();
    page.getByText("Insert “Thanks”").click();
    assertThat(page.locator(".editor")).containsText("Thank you for your order.");
  }

  @Test
  void whoIsSignedOutComesBackToThePageThatWasAskedFor(OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit();
    Page page = visit.go("/settings/vacation");
    page.waitForURL(url -> url.endsWith("/login"));
    page.getByLabel("Email address").fill(mail.address("alice"));
    page.getByLabel("Password").fill(OneServer.PASSWORD);
    page.getByLabel("Password").press("Enter");
    page.waitForURL(url -> url.endsWith("/settings/vacation"));
    assertThat(page.locator(".settings-page form")).isVisible();
  }
}
