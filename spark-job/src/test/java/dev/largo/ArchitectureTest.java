package dev.largo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;

@AnalyzeClasses(packages = "dev.largo", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  /** Packages in the order in which data flows; none imports one that stands behind it. */
  private static final List<String> ORDER =
      List.of(
          "config",
          "data",
          "model",
          "engine",
          "collective",
          "train",
          "average",
          "evaluate",
          "record",
          "analyze",
          "compare",
          "study",
          "report",
          "bench",
          "spark",
          "command");

  @ArchTest
  static final ArchRule noCycles = slices().matching("dev.largo.(*)..").should().beFreeOfCycles();

  @ArchTest
  static void noPackageReachesUpward(JavaClasses classes) {
    for (int i = 0; i < ORDER.size(); i++) {
      String[] behind =
          ORDER.subList(i + 1, ORDER.size()).stream()
              .map(name -> "dev.largo." + name + "..")
              .toArray(String[]::new);
      if (behind.length > 0) {
        noClasses()
            .that()
            .resideInAPackage("dev.largo." + ORDER.get(i) + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(behind)
            .check(classes);
      }
    }
  }

  @ArchTest
  static final ArchRule onlySparkAndCommandKnowSpark =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.largo.spark..", "dev.largo.command..", "dev.largo.collective.net..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "scala..");

  @ArchTest
  static final ArchRule theCollectiveKnowsSparksTransportAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.largo.collective.net..")
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.resideInAnyPackage("org.apache.spark..", "scala..")
                  .and(
                      DescribedPredicate.not(
                          JavaClass.Predicates.resideInAPackage("org.apache.spark.network.."))));

  @ArchTest
  static final ArchRule onlyTheCollectiveKnowsNetty =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.largo.collective.net..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule onlyModelAndEngineKnowDeeplearning4j =
      noClasses()
          .that()
          .resideInAPackage("dev.largo..")
          .and()
          .resideOutsideOfPackages(
              "dev.largo.model..",
              "dev.largo.engine..",
              "dev.largo.spark.program..",
              "dev.largo.spark.dl4j..")
          .and()
          .haveNameNotMatching("dev\\.largo\\.spark\\.LargeBatchTrain.*") // They take its types.
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "org.bytedeco..");

  @ArchTest
  static final ArchRule onlyItsTrackerKnowsMlflow =
      noClasses()
          .that()
          .resideInAPackage("dev.largo..")
          .and()
          .resideOutsideOfPackage("dev.largo.report.mlflow..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.mlflow..", "org.mlflow_project..");

  /** It is not in largo.jar. */
  @ArchTest
  static final ArchRule onlyTheTrainingMasterKnowsDl4jSpark =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.largo.spark.dl4j..")
          .and()
          .haveNameNotMatching("dev\\.largo\\.spark\\.LargeBatchTrainingMaster.*")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.deeplearning4j.spark..",
              "org.deeplearning4j.core..",
              "org.datavec..",
              "dev.largo.spark.dl4j..");

  @ArchTest
  static final ArchRule nobodyNeedsTheTrainingMaster =
      noClasses()
          .that()
          .haveNameNotMatching("dev\\.largo\\.spark\\.LargeBatchTrainingMaster.*")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("dev\\.largo\\.spark\\.LargeBatchTrainingMaster.*");

  @ArchTest
  static final ArchRule theLoopKnowsOnlyPorts =
      noClasses()
          .that()
          .resideInAPackage("dev.largo.train..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.largo.engine.*..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("dev.largo.collective.SharedMemoryGroup");

  @ArchTest
  static final ArchRule nothingPrintsPastTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.largo")
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);
}
