package io.github.udrlpg.testing;

import io.github.udrlpg.compact.Card;
import io.github.udrlpg.compact.CompactedFile;
import io.github.udrlpg.compact.Compaction;
import io.github.udrlpg.compact.CompactionRequest;
import io.github.udrlpg.compact.FileCompactor;
import io.github.udrlpg.compact.PlannedFile;
import io.github.udrlpg.config.StoreSettings.Compression;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.store.PolicyReader;
import io.github.udrlpg.store.StoredPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Compactions in the calling thread, and what they made. */
public final class Compacted {
  private Compacted() {}

  /** Returns a request as the command line makes it. */
  public static CompactionRequest request(Object out, Object... runs) {
    return new CompactionRequest(
        Arrays.stream(runs).map(Object::toString).toList(),
        out.toString(),
        256,
        OptionalInt.empty(),
        Compression.ZSTD);
  }

  /** Makes a dataset. */
  public static Card make(Configuration hadoop, CompactionRequest request) throws IOException {
    return Compaction.prepare(hadoop, request, warning -> {}).run(Compacted::work, Map.of());
  }

  /** Makes every file of a plan in this thread. */
  public static List<CompactedFile> work(List<PlannedFile> plan, FileCompactor compactor)
      throws IOException {
    List<CompactedFile> files = new ArrayList<>();
    for (PlannedFile file : plan) {
      files.add(compactor.compact(file, Integer.toString(file.index())));
    }
    return files;
  }

  /** Returns the policies of a dataset, file by file in the order of the card. */
  public static List<StoredPolicy> policies(Configuration hadoop, Object out, Card card)
      throws IOException {
    List<StoredPolicy> policies = new ArrayList<>();
    for (DataFile file : card.files()) {
      new PolicyReader(hadoop).read(new Path(out.toString()), file, policies::add);
    }
    return policies;
  }

  /** Returns a policy as {@link Dataset#rows} spells it, all bits of it. */
  public static String row(StoredPolicy policy) {
    return policy.row() + " weights " + Arrays.hashCode(policy.weights());
  }
}
