package io.github.udrlpg.analysis;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.analysis.AnalysisListener.Stage;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.store.DirectoryClaim;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** An analysis of a run, a group of runs, a sweep or a dataset, from the driver's side. */
public final class Analysis {
  private static final int DRIFT_POINTS = 200;

  private final PolicySource source;
  private final AnalysisRequest request;
  private final AnalysisDirectory directory;
  private final String title;
  private final Findings findings = new Findings();

  private Analysis(
      PolicySource source, AnalysisRequest request, AnalysisDirectory directory, String title) {
    this.source = source;
    this.request = request;
    this.directory = directory;
    this.title = title;
  }

  /**
   * Opens the input and looks at the output; nothing is written.
   *
   * @param warnings receives what is left out
   * @throws io.github.udrlpg.InvalidInputException if the input cannot be analysed, or the output
   *     is not empty
   */
  public static Analysis prepare(
      Configuration hadoop,
      Path input,
      Path out,
      OutputName name,
      AnalysisRequest request,
      Consumer<String> warnings)
      throws IOException {
    Findings notes = new Findings();
    PolicySource source =
        PolicySource.open(
            hadoop,
            input,
            warning -> {
              warnings.accept(warning);
              notes.warn(warning);
            });
    Analysis analysis =
        new Analysis(
            source,
            request,
            new AnalysisDirectory(hadoop, out, name),
            Text.format("%s: policies of %s", source.traits().environment(), input.getName()));
    notes.page("").warnings().forEach(analysis.findings::warn);
    return analysis;
  }

  /** Returns where it is written, which is certain once it has run. */
  public Path out() {
    return directory.path();
  }

  /** Returns what is looked at. */
  public PolicySource source() {
    return source;
  }

  /**
   * Makes all tables, the page and its pictures.
   *
   * @param versions of the software, by name
   * @param listener follows
   * @return what the page says in short
   */
  public List<String> run(
      JavaSparkContext spark, Map<String, String> versions, AnalysisListener listener)
      throws IOException {
    try (DirectoryClaim claim = directory.claim()) {
      return run(spark, versions, listener, claim);
    }
  }

  private List<String> run(
      JavaSparkContext spark,
      Map<String, String> versions,
      AnalysisListener listener,
      DirectoryClaim claim)
      throws IOException {
    try (PolicyTables tables = new PolicyTables(spark, source)) {
      listener.began(
          Stage.ROWS,
          Findings.text(
              "%,d policies in %,d files, %,d MiB",
              source.policies(), source.files().size(), source.bytes() >> 20));
      begin(watched(spark, listener, tables::count), versions);
      returns(tables);
      drift(tables);
      listener.began(Stage.WEIGHTS, Findings.text("of %,d policies", source.policies()));
      ObservationNormalizer common = tables.lastNormalizer();
      PolicySample drawn = PolicySample.draw(tables.session(), request);
      List<SampledPolicy> sample = watched(spark, listener, () -> drawn.read(tables, common));
      describeSample(drawn, sample);
      listener.began(Stage.COMPARISON, Findings.text("%,d sampled policies", sample.size()));
      weights(tables, sample, drawn.perBucket());
      clusters(spark, tables, sample, common, listener);
      listener.began(Stage.PAGE, "index.html and its pictures");
      directory.finish(findings.page(title), findings.summary(), listener::warning);
    } catch (IOException | RuntimeException e) {
      claim.releaseAfter(e);
      throw e;
    }
    return findings.facts();
  }

  @SuppressWarnings("try") // The watch is there to be closed, not to be used.
  private static <T> T watched(JavaSparkContext spark, AnalysisListener listener, Supplier<T> job) {
    try (TaskWatch watch = TaskWatch.begin(spark, listener)) {
      return job.get();
    }
  }

  private void begin(long policies, Map<String, String> versions) {
    Traits traits = source.traits();
    if (policies == 0) {
      throw new InvalidInputException(
          Text.format(
              "There is nothing to analyse: each of the %d policies has an episode that diverged",
              source.policies()));
    }
    if (policies < source.policies()) {
      findings.warn(
          Text.format(
              "%d of %d policies have an episode that diverged, so no return, and are left out",
              source.policies() - policies, source.policies()));
    }
    findings.say(
        "%,d policies of %d %s of %s, each of %,d weights (layers %s), in %,d files.",
        policies,
        source.runs(),
        source.runs() == 1 ? "run" : "runs" + trials(),
        traits.environment(),
        traits.shape().parameterCount(),
        traits.shape().layers(),
        source.files().size());
    var json = findings.summary();
    json.put("environment", traits.environment());
    json.put("runs", source.runs());
    if (source.trials() > 0) {
      json.put("trials", source.trials());
    }
    json.put("policies", policies);
    json.put("diverged_policies", source.policies() - policies);
    json.put("weights", traits.shape().parameterCount());
    new TreeMap<>(versions).forEach(json.putObject("versions")::put);
  }

  private String trials() {
    return source.trials() == 0 ? "" : Text.format(" in %d trials", source.trials());
  }

  private void returns(PolicyTables tables) {
    List<Row> rows = tables.returns().collectAsList();
    small(tables, "returns", rows, tables.returns().schema());
    ReturnsFinding.add(findings, rows, source.traits());
  }

  private void drift(PolicyTables tables) {
    Dataset<Row> drift = tables.drift();
    directory.small("drift", drift);
    DriftFinding.add(findings, tables.driftCurve(DRIFT_POINTS).collectAsList());
  }

  private void describeSample(PolicySample drawn, List<SampledPolicy> sample) {
    int broken = drawn.all().size() - sample.size();
    if (broken > 0) {
      findings.warn(
          Text.format(
              "%d of %d sampled policies have weights that are no numbers, and are left out",
              broken, drawn.all().size()));
    }
    findings.say(
        "What weights look like is told by a sample that hashes chose: %,d of all policies, and of"
            + " each return bucket at most %,d.",
        drawn.overall().size(), drawn.perBucket());
    var json = findings.summary().putObject("sample");
    json.put("overall", drawn.overall().size());
    json.put("per_bucket", drawn.perBucket());
    json.put("not_finite", broken);
  }

  private void weights(PolicyTables tables, List<SampledPolicy> sample, int perBucket) {
    int weights = source.traits().shape().parameterCount();
    List<SampledPolicy> overall = sample.stream().filter(SampledPolicy::overall).toList();
    List<Spread> spreads = Spread.of(sample, weights);
    small(tables, "spread", spreads.stream().map(Spread::row).toList(), Columns.SPREAD);
    SpreadFinding.add(findings, spreads, perBucket);
    if (overall.size() > 2) {
      PrincipalComponents components =
          PrincipalComponents.of(
              tables.session(),
              overall.stream().map(p -> PrincipalComponents.doubles(p.restated())).toList(),
              ComponentsFinding.MOST_COMPONENTS);
      small(
          tables,
          "principal_components",
          ComponentsFinding.rows(overall, components),
          Columns.COMPONENTS);
      ComponentsFinding.add(findings, overall, components, source.policies(), Sketch.of(weights));
    }
    List<Neighbour> neighbours = Neighbour.of(overall, weights);
    small(
        tables, "neighbours", neighbours.stream().map(Neighbour::row).toList(), Columns.NEIGHBOURS);
    Dataset<Row> duplicates = tables.duplicates();
    directory.small("duplicates", duplicates);
    directory.large("policies", tables.hashes());
    NeighbourFinding.add(
        findings, neighbours, duplicates.selectExpr("count(*)", "sum(policies)").first());
  }

  private void clusters(
      JavaSparkContext spark,
      PolicyTables tables,
      List<SampledPolicy> sample,
      ObservationNormalizer common,
      AnalysisListener listener) {
    listener.began(
        Stage.CLUSTERS, Text.format("in at most %d return buckets", request.clusterBuckets()));
    List<BucketClusters> clusters = BucketClusters.of(tables.session(), sample, request, listener);
    small(
        tables, "clusters", clusters.stream().map(BucketClusters::row).toList(), Columns.CLUSTERS);
    ClusterFinding.add(findings, clusters);
    listener.began(
        Stage.EPISODES,
        Text.format(
            "%d of each mean and member, in %d return buckets",
            request.episodes(), clusters.stream().filter(BucketClusters::isSplit).count()));
    List<ClusterReturns> returns =
        watched(
            spark,
            listener,
            () -> ClusterRollouts.run(spark, source, clusters, common, request.episodes()));
    small(
        tables,
        "cluster_returns",
        returns.stream().map(ClusterReturns::row).toList(),
        Columns.CLUSTER_RETURNS);
    ClusterReturnsFinding.add(findings, returns);
  }

  private void small(PolicyTables tables, String name, List<Row> rows, StructType columns) {
    directory.small(name, tables.session().createDataFrame(rows, columns));
  }
}
