package io.github.udrlpg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.udrlpg.report.KeyAxis.Scale;
import io.github.udrlpg.report.Plot.Stroke;
import io.github.udrlpg.report.ReportData.BucketCount;
import io.github.udrlpg.report.ReportData.CurvePoint;
import io.github.udrlpg.report.ReportData.IdentityPoint;
import io.github.udrlpg.report.ReportData.IdentityPoint.Kind;
import io.github.udrlpg.report.ReportData.LossPoint;
import io.github.udrlpg.report.ReportData.Occupancy;
import io.github.udrlpg.report.ReportData.OccupancyPoint;
import io.github.udrlpg.report.ReportData.SpreadPoint;
import io.github.udrlpg.report.ReportData.TimePoint;
import io.github.udrlpg.report.ReportData.TrainingPoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.knowm.xchart.XYChart;

/** Case C8: every value that rows admit draws, or is said not to, in a bounded time. */
class ExtremePicturesTest {
  private static final Duration GENEROUS = Duration.ofSeconds(30);

  /** Chosen to break axes: huge, tiny, constant, hardly different, missing. */
  static Stream<double[]> values() {
    return Stream.concat(
        Stream.of(
            new double[] {-1e48, -2e48, -1.5e48},
            new double[] {1e100, -1e100},
            new double[] {-1e100, 0, 3, 1e100},
            new double[] {1e100},
            new double[] {0},
            new double[] {-7, -7, -7},
            new double[] {1e17, 1e17 + 16, 1e17 + 32},
            new double[] {1e6, 1e6 + 1e-9},
            new double[] {Double.MIN_VALUE, 3 * Double.MIN_VALUE, 1e-310},
            new double[] {0, 1e-300},
            new double[] {1e-300, 1e300},
            new double[] {Double.MAX_VALUE, -Double.MAX_VALUE},
            new double[] {1, Double.NaN, 2, Double.NaN, Double.NaN, 1e99},
            new double[] {Double.NaN, Double.NaN},
            new double[] {Double.NEGATIVE_INFINITY, 1, Double.POSITIVE_INFINITY}),
        IntStream.range(0, 10).mapToObj(ExtremePicturesTest::random));
  }

  /** Numbers of any magnitude, some of them missing, some of them near one another. */
  private static double[] random(int seed) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(100L + seed);
    double common = random.nextInt(3) == 0 ? any(random) : 0;
    return IntStream.rangeClosed(0, random.nextInt(8))
        .mapToDouble(
            i ->
                random.nextInt(6) == 0
                    ? Double.NaN
                    : common == 0 ? any(random) : common * (1 + 1e-14 * random.nextInt(9)))
        .toArray();
  }

  private static double any(UniformRandomProvider random) {
    return random.nextDouble(-10, 10) * Math.pow(10, random.nextInt(-320, 308));
  }

  @ParameterizedTest
  @MethodSource("values")
  void c8EveryChartOfAnyValuesIsDrawnOrRefused(double[] values) {
    charts(values)
        .forEach(
            (name, chart) ->
                assertTimeoutPreemptively(
                    GENEROUS,
                    () -> assertDrawnOrRefused(name, chart),
                    () -> name + " of " + Arrays.toString(values)));
  }

  private static void assertDrawnOrRefused(String name, Drawing drawing) {
    try {
      byte[] png = Charts.png(drawing.chart(), ChartStyle.NARROW_LIGHT);
      assertThat(ImageIO.read(new ByteArrayInputStream(png))).as(name).isNotNull();
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).as(name).matches("(An?|The|There|Parallel) .*");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Drawing {
    XYChart chart();
  }

  /** Every chart class there is. */
  private static Map<String, Drawing> charts(double[] values) {
    ChartStyle style = ChartStyle.NARROW_LIGHT;
    ReportData data = data(values);
    List<Double> y = Arrays.stream(values).boxed().toList();
    List<Double> x = IntStream.range(0, values.length).mapToObj(i -> (double) i).toList();
    GroupCurve curve = new GroupCurve("a", x, y, y, y, List.of(y, y));
    GroupCurve crossed = new GroupCurve("b", y, y, y, y, List.of(y));
    List<GroupCurve> curves = List.of(curve, new GroupCurve("c", x, x, x, x, List.of(x)));
    Map<String, Drawing> charts = new LinkedHashMap<>();
    charts.put("learning curve", () -> LearningCurveChart.of(data, style));
    charts.put("identity curve", () -> IdentityChart.of(data, style));
    charts.put("buckets", () -> BucketChart.of(data, style));
    charts.put("occupancy", () -> OccupancyChart.of(data, style));
    charts.put("spread", () -> SpreadChart.of(data, style));
    charts.put("times", () -> TimeChart.of(data, style));
    charts.put("loss", () -> LossChart.of(data, style));
    charts.put("group", () -> BandChart.learning(List.of(curve), style));
    charts.put("groups", () -> BandChart.learning(curves, style));
    charts.put("identity of groups", () -> BandChart.identity(List.of(crossed), style));
    charts.put("lines", () -> PlotChart.of(lines(x, y), style));
    charts.put("points", () -> PlotChart.of(points(values), style));
    charts.put("heat", () -> PlotChart.of(heat(values), style));
    SweepData sweep = sweep(y);
    charts.put("trials", () -> ParallelChart.of(sweep, style));
    EffectCurve effect = new EffectCurve(0, y, y, y, y);
    charts.put("effect", () -> EffectChart.of(sweep, effect, style));
    charts.put("trade-off", () -> TradeOffChart.of(tradeOff(values), style));
    return charts;
  }

  private static Plot lines(List<Double> x, List<Double> y) {
    return new Plot.Lines(
        "x",
        "y",
        List.of(
            new Plot.Line("solid", Stroke.SOLID, x, y),
            new Plot.Line("dashed", Stroke.DASHED, x, y),
            new Plot.Line("dots", Stroke.DOTS, x, y)));
  }

  private static Plot points(double[] values) {
    return new Plot.Points(
        "x", "y", Arrays.stream(values).mapToObj(v -> new Plot.Point(v, v, v)).toList());
  }

  private static Plot heat(double[] values) {
    return new Plot.Heat(
        "x", "y", Arrays.stream(values).mapToObj(v -> new Plot.Cell(v / 2, v, 0, v, 3)).toList());
  }

  private static TradeOff tradeOff(double[] values) {
    List<TradeOff.Point> points =
        Arrays.stream(values).mapToObj(v -> new TradeOff.Point("7", v, v)).toList();
    return new TradeOff(
        List.of(new TradeOff.Series("trial", points)),
        points,
        points.stream().findFirst().map(point -> new TradeOff.Best("best", point)));
  }

  private static SweepData sweep(List<Double> scores) {
    Table table = new Table(List.of("Trial"), List.of());
    return new SweepData(
        "t",
        "q",
        List.of(),
        List.of(),
        table,
        "score",
        1000,
        List.of(new KeyAxis("key", Scale.LINEAR, List.of(), scores)),
        scores,
        scores.stream().map(score -> 0.5).toList(),
        List.of(),
        table,
        List.of(),
        "",
        Optional.empty(),
        table,
        table,
        "");
  }

  private static ReportData data(double[] values) {
    List<CurvePoint> curve = new ArrayList<>();
    List<TrainingPoint> training = new ArrayList<>();
    List<IdentityPoint> identity = new ArrayList<>();
    List<BucketCount> buckets = new ArrayList<>();
    List<OccupancyPoint> occupancy = new ArrayList<>();
    List<SpreadPoint> spread = new ArrayList<>();
    List<TimePoint> times = new ArrayList<>();
    List<LossPoint> losses = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      double v = values[i];
      curve.add(new CurvePoint(i, v, v, v));
      training.add(new TrainingPoint(i, v, v));
      identity.add(new IdentityPoint(Kind.GRID, v, v, v, 2, Double.NaN));
      buckets.add(new BucketCount(v, v + Math.abs(v), 3, 1));
      occupancy.add(new OccupancyPoint(i, i, 1));
      spread.add(new SpreadPoint(i, v, v));
      times.add(new TimePoint(i, v, v, v));
      losses.add(new LossPoint(i, v));
    }
    return new ReportData(
        "extreme",
        List.of(),
        List.of(),
        Map.of(),
        curve,
        training,
        identity,
        List.of(),
        "",
        buckets,
        new Occupancy(values[0], values[values.length - 1], occupancy),
        spread,
        times,
        losses,
        "",
        List.of());
  }

  @Test
  void c8TicksSayHugeAndTinyNumbersAsTheyAre() {
    assertThat(new Axis(-2e48, 0).label(-1.5e48)).isEqualTo("\u22121.5e48");
    assertThat(new Axis(-2e48, 0).label(1e30)).isEqualTo("0");
    assertThat(new Axis(0, 5e-7).label(2.5e-7)).isEqualTo("2.5e\u22127");
    assertThat(new Axis(1e6, 1e6 + 0.01).label(1e6 + 0.002)).isEqualTo("1000000.002");
    assertThat(new Axis(0, 3e6).label(1.5e6)).isEqualTo("1.5M");
    assertThat(Table.number(-1.234e48)).isEqualTo("\u22121.234e48");
  }

  @Test
  void c8AxesAreFiniteAndWideEnoughForTicks() {
    for (double[] ends :
        new double[][] {
          {0, 0},
          {Double.NaN, 1},
          {5, -5},
          {1e17, 1e17 + 16},
          {0, 1e-320},
          {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}
        }) {
      Axis axis = new Axis(ends[0], ends[1]);

      assertThat(axis.width()).as("%s", axis).isFinite().isGreaterThan(1e-291);
      assertThat(axis.width() / axis.size()).as("%s", axis).isGreaterThan(1e-10);
    }
    assertThat(new Axis(-0.02, 1.02)).isEqualTo(new Axis(-0.02, 1.02));
    assertThat(new Axis(-0.02, 1.02).max()).isEqualTo(1.02);
  }

  @Test
  void c8APictureThatDoesNotEndIsLeftOutWithASentence() {
    CountDownLatch never = new CountDownLatch(1);
    Pictures pictures = new Pictures();
    pictures.add("good.png", () -> Deadline.within(GENEROUS, () -> new byte[] {1}));
    pictures.add("endless.png", () -> Deadline.within(Duration.ofMillis(50), () -> await(never)));
    pictures.add(
        "broken.png",
        () ->
            Deadline.within(
                GENEROUS,
                () -> {
                  throw new IllegalArgumentException("Y-Axis data cannot be empty!!!");
                }));

    assertThat(pictures.files()).containsOnlyKeys("good.png");
    assertThat(pictures.warnings())
        .hasSize(2)
        .contains("endless.png was not drawn: it took longer than 0 seconds")
        .anyMatch(w -> w.startsWith("broken.png was not drawn: ") && w.contains("Y-Axis data"));
    assertThat(
            new Figure(
                    "A picture <of> something.",
                    "caption",
                    style -> Deadline.within(Duration.ofMillis(50), () -> await(never)))
                .html())
        .contains("This Java could not draw the picture: it took longer than 0 seconds.")
        .contains("A picture &lt;of&gt; something.")
        .doesNotContain("<img");
    assertThatThrownBy(
            () ->
                Deadline.within(
                    GENEROUS,
                    () -> {
                      throw new NoClassDefFoundError("sun.awt.FontConfiguration");
                    }))
        .isInstanceOf(NoClassDefFoundError.class);
  }

  private static byte[] await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new byte[0];
  }
}
