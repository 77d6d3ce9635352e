package io.github.udrlpg.compact;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.store.PolicyColumn;
import io.github.udrlpg.text.Text;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The card for people, in Markdown. */
final class CardText {
  private static final int MOST_FILES = 200;

  private final Card card;
  private final StringBuilder text = new StringBuilder();

  private CardText(Card card) {
    this.card = card;
  }

  static String of(Card card) {
    CardText text = new CardText(card);
    text.summary();
    text.reading();
    text.columns();
    text.add(CardRuns.of(card));
    text.buckets();
    text.files();
    text.provenance();
    return text.text.toString();
  }

  private void summary() {
    add("# A dataset of policies and their returns\n\n");
    add(
        """
        Every row is a policy: a small neural network, all its weights, what it was asked for and what \
        it achieved when it was rolled out. The rows are all that %d %s of udrlpg-spark had tried when the \
        dataset was made, good and bad, each once.

        """,
        card.runs().size(), card.runs().size() == 1 ? "run" : "runs");
    add(Markdown.header("environment", "runs", "policies", "episodes", "environment steps"));
    Map<String, List<RunCard>> byEnvironment =
        card.runs().stream()
            .collect(
                Collectors.groupingBy(RunCard::environment, TreeMap::new, Collectors.toList()));
    byEnvironment.forEach(
        (environment, runs) ->
            row(
                Markdown.escape(environment),
                Markdown.number(runs.size()),
                Markdown.number(runs.stream().mapToLong(run -> run.counts().policies()).sum()),
                Markdown.number(runs.stream().mapToLong(run -> run.counts().episodes()).sum()),
                Markdown.number(
                    runs.stream().mapToLong(run -> run.counts().environmentSteps()).sum())));
    add(
        """

        %s policies in %d files, %s MiB, %s compression. Made on %s. `_card.json` says the same for \
        programs.

        """,
        Markdown.number(card.policies()),
        card.files().size(),
        mebibytes(card.bytes()),
        card.compression().name().toLowerCase(Locale.ROOT),
        DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC).format(card.created()));
  }

  private void reading() {
    add("## How to read it\n\n");
    add(
        """
        The files are Parquet, partitioned by return bucket, which the names of the directories hold: bucket k of %1$d holds the policies whose \
        scaled return is above k/%1$d and at most (k+1)/%1$d, bucket 0 also those of 0. `DATASET` is the directory of this card. \
        Read the columns that are needed: `weights` is almost all of the bytes.

        """,
        card.partitionBuckets());
    add("With Spark:\n\n");
    add(
        Markdown.code(
            "python",
            Text.format(
                """
                policies = spark.read.parquet("DATASET")
                policies.where("return_bucket >= %d").select("run", "iteration", "policy", "weights").show()
                """,
                highestBucket())));
    add("\nWith pandas, which uses pyarrow:\n\n");
    add(
        Markdown.code(
            "python",
            Text.format(
                """
                import pandas as pd
                import pyarrow.dataset as ds

                hive = ds.partitioning(flavor="hive")  # the numbers of directories as integers, not as categories
                policies = pd.read_parquet("DATASET", partitioning=hive, columns=["run", "iteration", "policy", "mean_return"])
                best = pd.read_parquet("DATASET", partitioning=hive, filters=[("return_bucket", ">=", %d)])
                """,
                highestBucket())));
    add("\nWith polars:\n\n");
    add(
        Markdown.code(
            "python",
            Text.format(
                """
                import polars as pl

                policies = pl.scan_parquet("DATASET/**/*.parquet", hive_partitioning=True)
                best = policies.filter(pl.col("return_bucket") >= %d).collect()
                """,
                highestBucket())));
    add("\nWith DuckDB:\n\n");
    add(
        Markdown.code(
            "sql",
            """
            SELECT run, max(mean_return), count(*) FROM read_parquet('DATASET/*/*.parquet') GROUP BY run;
            """));
    add("\n");
  }

  private int highestBucket() {
    List<Card.Bucket> buckets = card.buckets();
    return buckets.get(buckets.size() - 1).bucket();
  }

  private void columns() {
    add("## Columns\n\nVersion %d of the schema.\n\n", PolicyColumn.SCHEMA_VERSION);
    add(Markdown.header("column", "type", "unit", "meaning"));
    for (PolicyColumn column : PolicyColumn.all()) {
      row(
          "`" + column.name() + "`",
          column.type(),
          column.unit(),
          Markdown.escape(column.meaning()));
    }
    add("\n");
  }

  private void buckets() {
    add("## Return buckets\n\n");
    add(Markdown.header("return bucket", "policies", "files", "MiB"));
    for (Card.Bucket bucket : card.buckets()) {
      row(
          Integer.toString(bucket.bucket()),
          Markdown.number(bucket.policies()),
          Markdown.number(bucket.files()),
          mebibytes(bucket.bytes()));
    }
    add("\n");
  }

  private void files() {
    add("## Files\n\n");
    add(Markdown.header("file", "policies", "bytes", "SHA-256"));
    for (DataFile file : card.files().stream().limit(MOST_FILES).toList()) {
      row(file.path(), Markdown.number(file.rows()), Long.toString(file.bytes()), file.sha256());
    }
    if (card.files().size() > MOST_FILES) {
      add("\n`_card.json` has the other %d.\n", card.files().size() - MOST_FILES);
    }
    add("\n");
  }

  private void provenance() {
    add(
        """
        ## Where it comes from

        The policies were made by Upside Down Reinforcement Learning with Policy Generators (UDRLPG, \
        arXiv 2501.16288) as udrlpg-spark implements it, software under the Apache License 2.0. The \
        returns were measured in simulations: MuJoCo (Apache License 2.0) with the task models of \
        Gymnasium (MIT License), or a task of the run's owner. The data are numbers that these programs \
        computed; under which terms they may be used says who publishes them, this card does not.

        Compacted with %s.
        """,
        new TreeMap<>(card.versions())
            .entrySet().stream()
                .map(entry -> Markdown.escape(entry.getKey() + " " + entry.getValue()))
                .collect(Collectors.joining(", ")));
  }

  private void add(String words) {
    text.append(words);
  }

  @FormatMethod
  private void add(@FormatString String format, Object... values) {
    text.append(Text.format(format, values));
  }

  private void row(String... cells) {
    text.append(Markdown.row(List.of(cells)));
  }

  private static String mebibytes(long bytes) {
    return Text.format("%.1f", bytes / (double) (1 << 20));
  }
}
