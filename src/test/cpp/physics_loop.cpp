// The bare loop that rollouts are compared with: MuJoCo's C API and nothing else, replaying what a
// rollout in Java did. RolloutBenchmark compiles it, writes the recording and asks for replays.
//
//   physics_loop MODEL.xml RECORDING
//
// For every line on the standard input it replays all episodes once and prints the nanoseconds of
// processor time that this took and the greatest difference of a final position or velocity from
// the recorded one.
// The recording, in the machine's byte order: int32 substeps of a step, int32 1 where a step also
// computes contact forces, else 0, int32 episodes; then for each episode int32 steps and doubles: qpos, qvel, ctrl of every step, final qpos, final qvel.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include <mujoco/mujoco.h>

struct Episode {
  int steps;
  std::vector<double> qpos, qvel, controls, finalQpos, finalQvel;
};

[[noreturn]] static void fail(const char* what, const char* detail) {
  std::fprintf(stderr, "physics_loop: %s: %s\n", what, detail);
  std::exit(1);
}

static int readInt(std::FILE* file) {
  int32_t value;
  if (std::fread(&value, sizeof(value), 1, file) != 1) {
    fail("cannot read the recording", "it ends too early");
  }
  return value;
}

static std::vector<double> readDoubles(std::FILE* file, int count) {
  std::vector<double> values(count);
  if (std::fread(values.data(), sizeof(double), count, file) != static_cast<size_t>(count)) {
    fail("cannot read the recording", "it ends too early");
  }
  return values;
}

static Episode readEpisode(std::FILE* file, const mjModel* m) {
  Episode episode;
  episode.steps = readInt(file);
  episode.qpos = readDoubles(file, m->nq);
  episode.qvel = readDoubles(file, m->nv);
  episode.controls = readDoubles(file, episode.steps * m->nu);
  episode.finalQpos = readDoubles(file, m->nq);
  episode.finalQvel = readDoubles(file, m->nv);
  return episode;
}

static long long processorNanos() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void replay(const mjModel* m, mjData* d, const Episode& episode, int frameSkip,
                   bool contactForces) {
  mj_resetData(m, d);
  mju_copy(d->qpos, episode.qpos.data(), m->nq);
  mju_copy(d->qvel, episode.qvel.data(), m->nv);
  mj_forward(m, d);
  for (int step = 0; step < episode.steps; step++) {
    mju_copy(d->ctrl, episode.controls.data() + step * m->nu, m->nu);
    for (int frame = 0; frame < frameSkip; frame++) {
      mj_step(m, d);
    }
    if (contactForces) {
      mj_rnePostConstraint(m, d);
    }
  }
}

// Returns the greater of `greatest` and all differences; what is no number differs infinitely.
static double difference(double greatest, const double* found, const std::vector<double>& expected) {
  for (size_t i = 0; i < expected.size(); i++) {
    double distance = std::abs(found[i] - expected[i]);
    greatest = std::max(greatest, std::isnan(distance) ? INFINITY : distance);
  }
  return greatest;
}

int main(int count, char** arguments) {
  if (count != 3) {
    fail("wrong arguments", "expected MODEL.xml RECORDING");
  }
  char error[1024] = "";
  mjModel* m = mj_loadXML(arguments[1], nullptr, error, sizeof(error));
  if (m == nullptr) {
    fail("cannot load the model", error);
  }
  std::FILE* file = std::fopen(arguments[2], "rb");
  if (file == nullptr) {
    fail("cannot open the recording", arguments[2]);
  }
  int frameSkip = readInt(file);
  bool contactForces = readInt(file) != 0;
  std::vector<Episode> episodes(readInt(file));
  for (Episode& episode : episodes) {
    episode = readEpisode(file, m);
  }
  std::fclose(file);

  mjData* d = mj_makeData(m);
  for (int c = std::getchar(); c != EOF; c = std::getchar()) {
    if (c != '\n') {
      continue;
    }
    double greatest = 0;
    const long long start = processorNanos();
    for (const Episode& episode : episodes) {
      replay(m, d, episode, frameSkip, contactForces);
      greatest = difference(greatest, d->qpos, episode.finalQpos);
      greatest = difference(greatest, d->qvel, episode.finalQvel);
    }
    std::printf("%lld %.17g\n", processorNanos() - start, greatest);
    std::fflush(stdout);
  }
  mj_deleteData(d);
  mj_deleteModel(m);
}
