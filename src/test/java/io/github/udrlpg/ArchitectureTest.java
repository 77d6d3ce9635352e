package io.github.udrlpg;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/** The fences: which package may know which library, and which of our packages. */
@AnalyzeClasses(packages = "io.github.udrlpg", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.github.udrlpg.";

  private static final Set<String> FRACTIONS =
      Set.of("double", "float", "java.lang.Double", "java.lang.Float");

  @ArchTest
  static final ArchRule sparkStaysInItsPackages =
      fence(
              "org.apache.spark..",
              ROOT + "spark..",
              ROOT + "cli..",
              ROOT + "ml..",
              ROOT + "analysis..")
          .because(
              "everything else runs without a cluster; ml is a part of MLlib, and an analysis is"
                  + " Spark SQL and MLlib throughout");

  @ArchTest
  static final ArchRule nothingIsCountedByAccumulators =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("org\\.apache\\.spark\\.(util\\..*Accumulator.*|Accumulat.*)")
          .because("a task that is tried again would be counted twice: results carry what counts");

  @ArchTest
  static final ArchRule scalaStaysInTheCompaction =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROOT + "spark.SparkCompaction")
          .and()
          .haveNameNotMatching(Pattern.quote(ROOT + "spark.SparkCompaction$") + ".*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("scala..")
          .because(
              "one jar runs on Scala 2.12 and 2.13, whose classes differ: the clusters' tests"
                  + " run what there is on both");

  @ArchTest
  static final ArchRule nd4jStaysInNetworksAndGenerator =
      fence("org.nd4j..", ROOT + "nn..", ROOT + "generator..").because("executors need no ND4J");

  @ArchTest
  static final ArchRule nativesStayInBindingAndLinearAlgebra =
      fence("org.bytedeco..", ROOT + "mujoco..", ROOT + "linalg..")
          .because("pointers belong to two packages that free them");

  @ArchTest
  static final ArchRule parquetStaysInTheTables =
      fence("org.apache.parquet..", ROOT + "store..", ROOT + "metrics..", ROOT + "harness..")
          .because("the format of a table is its own business; harness names the codec");

  @ArchTest
  static final ArchRule plotsStayInTheReport = fence("org.knowm.xchart..", ROOT + "report..");

  @ArchTest
  static final ArchRule jsonHasNumbersOrNull =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROOT + "text.JsonNumbers")
          .should()
          .callMethodWhere(
              describe(
                  "a number with a fraction goes into JSON",
                  call ->
                      List.of("put", "add", "insert", "numberNode")
                              .contains(call.getTarget().getName())
                          && call.getTargetOwner()
                              .getPackageName()
                              .equals("com.fasterxml.jackson.databind.node")
                          && call.getTarget().getRawParameterTypes().stream()
                              .anyMatch(type -> FRACTIONS.contains(type.getName()))))
          .because(
              "Jackson writes infinities and NaN as texts: text.JsonNumbers writes null, and every"
                  + " number goes through it");

  @ArchTest
  static final ArchRule configurationSyntaxStaysInConfig =
      fence("com.typesafe.config..", ROOT + "config..");

  @ArchTest static final ArchRule commandLineStaysInCli = fence("picocli..", ROOT + "cli..");

  @ArchTest
  static final ArchRule numbersInNamesAreParsedInOnePlace =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "store..", ROOT + "checkpoint..", ROOT + "metrics..", ROOT + "compact..")
          .and()
          .doNotHaveFullyQualifiedName(ROOT + "store.NumberedName")
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "parses a number or tells digits",
                  call ->
                      Set.of("parseInt", "parseLong", "isDigit", "digit")
                          .contains(call.getTarget().getName())))
          .because(
              "Java takes digits of every language, and a name is ours only as a whole: see"
                  + " NumberedName");

  @ArchTest
  static final ArchRule textBecomesAPathInOnePlace =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROOT + "store.UserPath")
          .should()
          .callConstructor(Path.class, String.class)
          .orShould()
          .callConstructor(Path.class, String.class, String.class)
          .orShould()
          .callConstructor(Path.class, String.class, Path.class)
          .orShould()
          .callConstructor(Path.class, String.class, String.class, String.class)
          .because(
              "Hadoop takes what stands before a colon for a scheme and gives users its"
                  + " URISyntaxException: UserPath knows what people type");

  @ArchTest
  static final ArchRule sparkReadsNoPatterns =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROOT + "ml.StoredPolicies")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.apache.spark.sql.DataFrameReader")
          .because(
              "Spark's readers take brackets and stars in a user's path for patterns:"
                  + " StoredPolicies tells them not to");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingDependsOnTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "cli..");

  @ArchTest
  static final ArchRule whatTrainsKnowsNoSpark =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "algorithm..", ROOT + "harness..", ROOT + "rollout..", ROOT + "store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "spark..", ROOT + "ml..", ROOT + "run..", ROOT + "report..");

  @ArchTest
  static final ArchRule statisticsKnowNothingOfRuns =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "stats..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are ours, outside of stats, and more than text",
                  type ->
                      type.getPackageName().startsWith(ROOT)
                          && !type.getPackageName().startsWith(ROOT + "stats")
                          && !type.getPackageName().equals(ROOT + "text")));

  private static com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction fence(
      String library, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
