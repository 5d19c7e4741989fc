package org.godwit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies between the rooms of the house point one way. */
@AnalyzeClasses(
    packages = "org.godwit",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestsOfOthers.class})
class ArchitectureTest {

  /** Tests that came in a jar. */
  static final class NoTestsOfOthers implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule storeKnowsNobody =
      noClasses()
          .that()
          .resideInAPackage("org.godwit.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.godwit.cluster..",
              "org.godwit.imap..",
              "org.godwit.mailflow..",
              "org.godwit.search..",
              "org.godwit.server..",
              "org.godwit.web..",
              "org.apache.lucene..",
              "org.eclipse.jetty..",
              "io.netty..")
          .because("the store outlives every protocol");

  @ArchTest
  static final ArchRule trustKnowsNobody =
      noClasses()
          .that()
          .resideInAPackage("org.godwit.trust..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.godwit.imap..",
              "org.godwit.mailflow..",
              "org.godwit.server..",
              "org.godwit.store..",
              "org.godwit.web..")
          .because("keys and passwords are used by all and use nobody");

  @ArchTest
  static final ArchRule searchKnowsTheStoreAlone =
      noClasses()
          .that()
          .resideInAPackage("org.godwit.search..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.godwit.imap..", "org.godwit.mailflow..", "org.godwit.server..", "io.netty..")
          .because("an index knows messages, and no protocol");

  @ArchTest
  static final ArchRule luceneStaysInItsRoom =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.godwit.search..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.lucene..")
          .because("whoever searches asks with our words");

  @ArchTest
  static final ArchRule amazonStaysInItsRoom =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.godwit.store.objects..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..")
          .because("where objects lie is one room's business");

  @ArchTest
  static final ArchRule imapAndMailflowDoNotKnowTheComposition =
      noClasses()
          .that()
          .resideInAnyPackage("org.godwit.imap..", "org.godwit.mailflow..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.godwit.server..")
          .because("the composition root sees all and is seen by none of them");

  @ArchTest
  static final ArchRule theMailServerKnowsNoWeb =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.godwit.imap..",
              "org.godwit.mailflow..",
              "org.godwit.search..",
              "org.godwit.server..",
              "org.godwit.store..",
              "org.godwit.trust..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.godwit.web..", "org.godwit.admin..", "org.godwit.settings..")
          .because("webmail depends on james-ext, not the other way");

  @ArchTest
  static final ArchRule jamesStaysBehindTheMailServer =
      noClasses()
          .that()
          .resideInAPackage("org.godwit.web..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.james..")
          .because("a move to a later James must not touch the web door")
          .allowEmptyShould(true); // the room is new
}
