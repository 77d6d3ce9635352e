package io.github.udrlpg.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.metrics.DiagnosisMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureWatchTest {
  /** A row that shows nothing; the builder changes single values of it. */
  private record Row(
      double spread,
      double noise,
      double achieved,
      double misalignment,
      double deviation,
      double sinceBest,
      double emptyTop,
      long stored,
      double occupied) {
    static final Row SOUND = new Row(0.05, 0.1, 0.8, -0.02, 0.01, 0.02, 0.5, 5000, 0.4);

    DiagnosisMetrics at(int evaluation) {
      return new DiagnosisMetrics(
          evaluation * 10,
          evaluation * 1000L,
          spread,
          noise,
          spread / noise,
          achieved,
          misalignment,
          deviation,
          40,
          sinceBest,
          emptyTop,
          300,
          stored,
          800,
          occupied);
    }
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            Signature.MODE_COLLAPSE,
            new Row(0.001, 0.1, 0.8, -0.02, 0.01, 0.02, 0.5, 5000, 0.4),
            "the generated weights differ by 0.0010 only, which is 1.0 % of rollout.noise",
            "generator.learning-rate"),
        Arguments.of(
            Signature.MODE_COLLAPSE,
            new Row(0.05, 0.1, 0.03, -0.02, 0.01, 0.02, 0.5, 5000, 0.4),
            "its returns spread over 3.0 % of what the commands do",
            "coverage.batch-share"),
        Arguments.of(
            Signature.COMMAND_MISALIGNMENT,
            new Row(0.05, 0.1, 0.8, -0.4, 0.01, 0.02, 0.5, 5000, 0.4),
            "policies without noise end 40 % of the scale below the command",
            "rollout.episodes-per-policy"),
        Arguments.of(
            Signature.COMMAND_MISALIGNMENT,
            new Row(0.05, 0.1, 0.8, 0.4, 0.01, 0.02, 0.5, 5000, 0.4),
            "policies without noise end 40 % of the scale above the command",
            "buffer.bucket-capacity"),
        Arguments.of(
            Signature.RETURN_VARIANCE,
            new Row(0.05, 0.1, 0.8, -0.02, 0.25, 0.02, 0.5, 5000, 0.4),
            "repeated episodes of one policy without noise differ: std 25 % of the scale",
            "rollout.episodes-per-policy"),
        Arguments.of(
            Signature.STAGNATION,
            new Row(0.05, 0.1, 0.8, -0.02, 0.01, 0.3, 1, 5000, 0.4),
            "no higher return for 40 iterations, 30 % of training.max-env-steps",
            "rollout.noise"),
        Arguments.of(
            Signature.SPARSE_BUFFER,
            new Row(0.05, 0.1, 0.8, -0.02, 0.01, 0.02, 0.5, 5000, 0.01),
            "of the 800 buckets up to the highest return seen only 1.0 % hold a live policy",
            "buffer.buckets"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void aFailureIsNamedWithWhatItMeansAndWhatToChange(
      Signature signature, Object failing, String meaning, String key) {
    Row row = (Row) failing;
    SignatureWatch watch = SignatureWatch.of(List.of(Row.SOUND.at(1), row.at(2), row.at(3)));
    assertThat(watch.findings()).isEmpty();

    List<Finding> appeared = watch.next(row.at(4));

    assertThat(appeared).extracting(Finding::signature).containsExactly(signature);
    assertThat(appeared.get(0).message())
        .startsWith(signature.title() + " at 4,000 environment steps: ")
        .contains(meaning)
        .contains(key)
        .endsWith(".");
    assertThat(watch.stands(signature)).isTrue();
  }

  @Test
  void isReportedOnceAndAgainOnlyAfterItWasGone() {
    Row failing = new Row(0.05, 0.1, 0.8, -0.4, 0.01, 0.02, 0.5, 5000, 0.4);
    //                    1    2    3    4   sound, failing, sound: not gone
    String course = "ffff" + "s" + "f" + "ss" + "f" + "sss" + "ff" + "s" + "fff" + "f";
    SignatureWatch watch = new SignatureWatch();
    List<Integer> reported = new ArrayList<>();
    for (int i = 0; i < course.length(); i++) {
      Row row = course.charAt(i) == 'f' ? failing : Row.SOUND;
      if (!watch.next(row.at(i + 1)).isEmpty()) {
        reported.add(i + 1);
      }
    }

    assertThat(reported).containsExactly(3, 18);
    assertThat(watch.findings()).extracting(f -> f.row().iteration()).containsExactly(30, 180);
  }

  @Test
  void aWatchThatGoesOnRepeatsNothing() {
    Row failing = new Row(0.05, 0.1, 0.8, -0.4, 0.01, 0.02, 0.5, 5000, 0.4);
    List<DiagnosisMetrics> before = List.of(failing.at(1), failing.at(2), failing.at(3));

    assertThat(SignatureWatch.of(before).next(failing.at(4))).isEmpty();
    assertThat(SignatureWatch.of(before.subList(0, 2)).next(failing.at(3))).hasSize(1);
  }

  @Test
  void whatCannotBeJudgedShowsNothing() {
    Row silent = new Row(0, 0, Double.NaN, Double.NaN, Double.NaN, 0.3, 0.9, 700, 0.01);
    SignatureWatch watch = new SignatureWatch();
    for (int i = 1; i <= 5; i++) {
      // No noise to compare with, fewer policies than buckets, a top bucket that is filled.
      assertThat(watch.next(silent.at(i))).isEmpty();
    }
  }
}
