package io.github.udrlpg.algorithm;

import io.github.udrlpg.buffer.BufferEntry;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.config.TrainingSettings;
import io.github.udrlpg.generator.Generator;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.rollout.RolloutRequest;
import io.github.udrlpg.rollout.Rollouts;
import io.github.udrlpg.rollout.Seeds.Purpose;
import io.github.udrlpg.store.PolicyOrigin;
import io.github.udrlpg.store.PolicyRow;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Upside Down RL with Policy Generators (arXiv 2501.16288, algorithm 1), with many policies in an
 * iteration.
 */
final class Udrlpg implements Learner {
  static final String NAME = "udrlpg";

  private final Settings settings;
  private final PolicyShape shape;
  private final RequestedRollouts requests;
  private final Generator generator;
  private final LiveBuffer buffer;
  private final RecentCurve curve;

  private Udrlpg(
      Settings settings,
      PolicyShape shape,
      Generator generator,
      LiveBuffer buffer,
      RecentCurve curve) {
    this.settings = settings;
    this.shape = shape;
    this.requests = new RequestedRollouts(settings);
    this.generator = generator;
    this.buffer = buffer;
    this.curve = curve;
  }

  @Override
  public void iterate(Harness harness) throws IOException {
    boolean warmUp = harness.seen().iterations() == 0;

    // Command returns, generate a policy for each …
    RolloutRequest request =
        warmUp
            ? requests.warmUp(harness.seen())
            : requests.next(harness.seen(), curve, harness.streams());
    float[][] means =
        request.origin() == PolicyOrigin.XAVIER
            ? new float[0][]
            : generator.generate(request.commands());

    // … perturb it and roll it out, and remember it by the return that it achieved …
    Rollouts rollouts = harness.rollOut(request, means);
    List<PolicyRow> sound = rollouts.rows().stream().filter(harness.seen()::isTrainable).toList();
    buffer.add(rollouts.commit(), sound);
    requests.quiet(sound).forEach(row -> curve.add(row.command(), row.scaledReturn()));

    // … and regress the generator on what is remembered.
    if (!warmUp && buffer.size() > 0) {
      int episodes = rollouts.plan().policies() * request.episodesPerPolicy();
      harness.update(episodes * settings.training().updatesPerEpisode());
    }
  }

  @Override
  public double learn(int updates, History seen, Streams streams) {
    generator.setLearningRate(settings.generator().learningRate(seen.envSteps()));
    TrainingSettings training = settings.training();
    Targets targets =
        training.restateWeights()
            ? new Targets.Restated(buffer, new Restatement(shape, seen.normalizer()))
            : new Targets.Stored(buffer);
    return regress(
        generator,
        targets,
        updates,
        training.batchSize(),
        training.tileFraction(),
        streams.of(Purpose.BATCHES),
        streams.of(Purpose.TILES));
  }

  /**
   * Takes gradient steps on mean((G(R) − θ')²), the achieved return as the command (arXiv
   * 2501.16288, equation 2).
   *
   * @param batchSize pairs of each update
   * @param tileFraction share of the policy's tiles that an update compares
   * @param batches decides the batches
   * @param tiles decides which of the policy's tiles each update compares
   * @return mean loss over the updates
   */
  static double regress(
      Generator generator,
      Targets targets,
      int updates,
      int batchSize,
      double tileFraction,
      UniformRandomProvider batches,
      UniformRandomProvider tiles) {
    double[] commands = new double[batchSize];
    FloatBuffer[] weights = new FloatBuffer[batchSize];
    double losses = 0;
    for (int update = 0; update < updates; update++) {
      List<BufferEntry> batch = targets.sample(batchSize, batches);
      for (int i = 0; i < batchSize; i++) {
        commands[i] = batch.get(i).scaledReturn();
        weights[i] = targets.weights(i, batch.get(i));
      }
      losses += generator.update(commands, weights, tileFraction, tiles);
    }
    return losses / updates;
  }

  @Override
  public float[][] policies(double[] commands) {
    return generator.generateFromAverage(commands);
  }

  @Override
  public void begin() throws IOException {
    buffer.load();
  }

  @Override
  public int remembered() {
    return buffer.size();
  }

  @Override
  public double[] rememberedReturns() {
    return buffer.entries().stream().mapToDouble(BufferEntry::scaledReturn).toArray();
  }

  @Override
  public LearnerState state() {
    return new UdrlpgState(
            generator.state(), buffer.entries(), buffer.coveredEntries(), curve.points())
        .toLearnerState();
  }

  @Override
  public void close() {
    buffer.close();
    generator.close();
  }

  /** Makes them from settings, and from what a checkpoint holds. */
  static final class Provider implements LearnerProvider {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Learner create(Context context, Optional<LearnerState> state) {
      Settings settings = context.settings();
      Optional<UdrlpgState> restored = state.map(UdrlpgState::of);
      LiveBuffer buffer =
          new LiveBuffer(
              Parts.replayBuffer(settings.buffer()),
              new CoveredRange(settings.coverage()),
              context.dataset(),
              context.run().shape().parameterCount());
      RecentCurve curve = new RecentCurve();
      restored.ifPresent(
          known -> {
            buffer.restore(known.live(), known.covered());
            known.curve().forEach(point -> curve.add(point.command(), point.achieved()));
          });
      Generator generator =
          Parts.generator(
              settings.generator(),
              Parts.hypernetworkShape(settings.generator(), context.run().shape()),
              restored.map(UdrlpgState::generator),
              context.run().seeds().of(Purpose.INITIALIZATION, 0),
              context.threads());
      settings.evaluation().averageDecay().ifPresent(generator::keepAverage);
      return new Udrlpg(settings, context.run().shape(), generator, buffer, curve);
    }
  }
}
