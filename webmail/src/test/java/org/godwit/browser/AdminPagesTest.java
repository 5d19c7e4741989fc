package org.godwit.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.binary.Base32;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.assertj.core.api.SoftAssertions;
import org.godwit.admin.QueuedMail;
import org.godwit.server.OneServer;
import org.godwit.store.account.Accounts;
import org.godwit.store.admin.AdminRoles;
import org.godwit.store.admin.FirstRun;
import org.godwit.store.admin.Grant;
import org.godwit.store.admin.Role;
import org.godwit.trust.Totp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The pages of administration, as people meet them: what they do, and that everybody can use them.
 */
@ExtendWith({OneServer.class, OneBrowser.class})
class AdminPagesTest {
  private static final LocatorAssertions.IsVisibleOptions PATIENTLY =
      new LocatorAssertions.IsVisibleOptions().setTimeout(60_000);

  /** Where screenshots go; nowhere unless somebody wants to look at them. */
  private static final Optional<Path> PICTURES =
      Optional.ofNullable(System.getProperty("godwit.pictures")).map(Path::of);

  private record Pane(int width, ColorScheme colors) {}

  private static final List<Pane> PANES =
      List.of(
          new Pane(1440, ColorScheme.LIGHT),
          new Pane(1440, ColorScheme.DARK),
          new Pane(390, ColorScheme.LIGHT),
          new Pane(390, ColorScheme.DARK));

  /** Somebody with a role comes, signs in, and sets the second factor up that is asked for. */
  private static Page administer(OneServer mail, Visit visit, String name, Grant grant) {
    mail.server().service(AdminRoles.class).grant(Username.of(mail.address(name)), grant);
    Page page = visit.signIn(mail.address(name), OneServer.PASSWORD);
    visit.go("/admin");
    page.getByLabel("Your password").fill(OneServer.PASSWORD);
    page.getByText("Go on").click();
    String secret = page.locator(".secret code").first().textContent();
    look(page, "second factor");
    page.getByLabel("Code").fill(Totp.code(new Base32().decode(secret), Instant.now()));
    page.getByText("Go on").click();
    assertThat(page.getByText("Recovery codes")).isVisible();
    page.getByText("Go on").click();
    assertThat(page.locator(".admin nav")).isVisible(PATIENTLY);
    return page;
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator inDialog(Page page, String name) {
    return page.locator("dialog")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void anAdministratorMakesAnAccountSuspendsItAndReadsWhatTheyDid(
      OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit();
    Page page = administer(mail, visit, "root", Grant.ALL);
    visit.go("/admin/accounts");
    button(page, "Add an account").click();
    page.getByLabel("Address").fill("by-page@example.test");
    look(page, "add an account");
    inDialog(page, "Add").click();
    assertThat(page.locator("dialog .secret code")).isVisible();
    inDialog(page, "Close").last().click();
    page.getByText("by-page@example.test").click();
    button(page, "Suspend").click();
    inDialog(page, "Suspend").click();
    assertThat(page.locator(".facts .here.bad")).hasText("Suspended");
    org.assertj.core.api.Assertions.assertThat(
            mail.server()
                .service(Accounts.class)
                .find(Username.of("by-page@example.test"))
                .orElseThrow()
                .suspended())
        .isTrue();
    visit.go("/admin/audit");
    assertThat(page.locator("tbody tr").first()).containsText("account suspend");
    assertThat(page.locator("tbody tr").first()).containsText("by-page@example.test");
    assertThat(page.locator("tbody tr").first()).containsText(mail.address("root"));
    button(page, "Verify").click();
    assertThat(page.locator(".toast")).containsText("entries fit");
  }

  @Test
  void aDomainAdminSeesThePagesThatAreTheirs(OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit();
    visit.forgive("status of 403");
    Grant grant = new Grant(Role.DOMAIN_ADMIN, Optional.of(Domain.of("example.test")));
    Page page = administer(mail, visit, "keeper", grant);
    assertThat(page.locator(".admin nav")).containsText("Accounts");
    assertThat(page.locator(".admin nav")).not().containsText("Audit log");
    assertThat(page.locator(".rows")).containsText("Domain admin of example.test");
    visit.go("/admin/audit");
    assertThat(page.locator(".wrong")).containsText("not for you");
  }

  @Test
  void whoeverAdministersNothingIsToldSo(OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit();
    Page page = visit.signIn(mail.address("alice"), OneServer.PASSWORD);
    visit.go("/admin");
    assertThat(page.locator("main")).containsText("administers nothing here");
    org.assertj.core.api.Assertions.assertThat(Axe.violations(page)).isEmpty();
  }

  @Test
  void somebodySetsTheServerUpByTheLinkOfTheFirstStart(OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit(Look.PHONE);
    String secret = mail.server().service(FirstRun.class).offer();
    Page page = visit.go("/admin/setup#" + secret);
    assertThat(page.getByLabel("Host name")).isVisible(PATIENTLY);
    org.assertj.core.api.Assertions.assertThat(page.url()).doesNotContain(secret);
    SoftAssertions all = new SoftAssertions();
    all.assertThat(Axe.violations(page)).as("host name").isEmpty();
    look(page, "setup 1");
    button(page, "Go on").click();
    page.getByLabel("Your address").fill("first");
    page.getByLabel("A password").fill("long and used nowhere else");
    all.assertThat(Axe.violations(page)).as("account").isEmpty();
    look(page, "setup 2");
    button(page, "Go on").click();
    assertThat(page.getByText("A second factor").first()).isVisible(PATIENTLY);
    button(page, "Go on").click();
    String key = page.locator(".secret code").first().textContent();
    page.getByLabel("Code").fill(Totp.code(new Base32().decode(key), Instant.now()));
    all.assertThat(Axe.violations(page)).as("second factor").isEmpty();
    look(page, "setup 3");
    button(page, "Go on").click();
    assertThat(page.locator(".secret.codes code")).hasCount(10);
    button(page, "Go on").click();
    assertThat(page.locator(".records li").first()).isVisible(PATIENTLY);
    all.assertThat(Axe.violations(page)).as("records").isEmpty();
    look(page, "setup 4");
    page.getByText("To the administration").click();
    assertThat(page.locator(".admin nav")).isVisible(PATIENTLY);
    all.assertAll();
  }

  @Test
  void everybodyCanUseEveryPage(OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit(Look.DESKTOP.width(1440));
    Page page = administer(mail, visit, "sees", Grant.ALL);
    QueuedMail.put(mail, "ann@example.org", "somebody.with.a.long.name@example.test");
    mail.address("bob");
    Map<String, String> pages =
        Map.ofEntries(
            Map.entry("/admin", ".tiles"),
            Map.entry("/admin/domains", "tbody tr"),
            Map.entry("/admin/domains/example.test", ".records li"),
            Map.entry("/admin/accounts", "tbody tr"),
            Map.entry("/admin/accounts/" + mail.address("bob"), ".facts"),
            Map.entry("/admin/aliases", ".empty, tbody tr"),
            Map.entry("/admin/groups", ".empty, tbody tr"),
            Map.entry("/admin/shared", ".empty, tbody tr"),
            Map.entry("/admin/queue", "tbody tr"),
            Map.entry("/admin/certificate", ".facts"),
            Map.entry("/admin/settings", ".empty, tbody tr"),
            Map.entry("/admin/roles", "tbody tr"),
            Map.entry("/admin/tokens", ".empty, tbody tr"),
            Map.entry("/admin/audit", ".empty, tbody tr"),
            Map.entry("/admin/nothing", "h1"));
    SoftAssertions all = new SoftAssertions();
    pages.forEach(
        (path, seen) -> {
          visit.go(path);
          assertThat(page.locator(seen).first()).isVisible(PATIENTLY);
          for (Pane pane : PANES) {
            page.setViewportSize(pane.width(), 900);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(pane.colors()));
            all.assertThat(Axe.violations(page)).as(path + " " + pane).isEmpty();
            all.assertThat(Axe.sideways(page)).as("beyond the side of " + path).isZero();
            look(page, path + " " + pane.width() + " " + pane.colors());
          }
          page.setViewportSize(1440, 900);
        });
    all.assertAll();
  }

  @Test
  void arabicRunsFromTheRightAndFitsAPhone(OneServer mail, OneBrowser browser) {
    mail.server().service(AdminRoles.class).grant(Username.of(mail.address("arabic")), Grant.ALL);
    Visit visit = browser.visit(Look.PHONE.language("ar"));
    Page page = visit.signIn(mail.address("arabic"), OneServer.PASSWORD);
    visit.go("/admin");
    assertThat(page.locator("html")).hasAttribute("dir", "rtl");
    assertThat(page.locator("h1")).hasText("إدارة Godwit");
    look(page, "arabic");
    org.assertj.core.api.Assertions.assertThat(Axe.violations(page)).isEmpty();
    org.assertj.core.api.Assertions.assertThat(Axe.sideways(page)).isZero();
  }

  @Test
  void anAdministratorMakesASharedMailboxAndRestoresADeletedAccount(
      OneServer mail, OneBrowser browser) {
    Visit visit = browser.visit();
    Page page = administer(mail, visit, "chief", Grant.ALL);
    String member = mail.address("member");
    String team = member.replace("member", "team");
    visit.go("/admin/shared");
    button(page, "Add a shared mailbox").click();
    page.getByLabel("Address").fill(team);
    page.getByLabel("Members").fill(member);
    inDialog(page, "Add").click();
    page.locator("tbody").getByText(team).click();
    assertThat(page.locator("tbody tr")).containsText(member);
    assertThat(page.locator("tbody tr")).containsText("read, change, and send as it");

    visit.go("/admin/accounts/" + member);
    button(page, "Delete").click();
    inDialog(page, "Delete").click();
    button(page, "Deleted accounts").click();
    page.locator("tbody").getByText(member).click();
    assertThat(page.locator(".facts .here.bad")).containsText("can be restored until");
    button(page, "Restore").click();
    inDialog(page, "Restore").click();
    assertThat(page.locator(".facts")).containsText("Active");
  }

  private static void look(Page page, String what) {
    PICTURES.ifPresent(
        folder ->
            page.screenshot(
                new Page.ScreenshotOptions()
                    .setPath(folder.resolve(what.replaceAll("[^A-Za-z0-9]+", "-") + ".png"))));
  }
}
