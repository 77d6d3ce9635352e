// The C++ side of io.github.udrlpg.mujoco.MujocoLibrary: MuJoCo's C API reduced to what a rollout
// needs, so that one environment step is one JNI call. Objects travel as integers.
#ifndef UDRLPG_MUJOCO_H_
#define UDRLPG_MUJOCO_H_

#include <cmath>
#include <csetjmp>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>

#include <mujoco/mujoco.h>

namespace udrlpg {

// An mjData and the caller's array that mirrors its ctrl, qpos and qvel, in this order, and behind
// them those arrays whose bits are set in `arrays`.
struct Simulation {
  const mjModel* model;
  mjData* data;
  double* state;
  int arrays;
};

// The arrays that can be mirrored, numbered as io.github.udrlpg.mujoco.MujocoArray has them.
constexpr int kArrays = 8;
constexpr int kContactForces = 6;

inline int arraySize(const mjModel* m, int array) {
  const auto bodies = static_cast<int>(m->nbody);
  const auto velocities = static_cast<int>(m->nv);
  const int sizes[kArrays] = {3 * bodies, 3 * bodies, 10 * bodies, 6 * bodies,
                              velocities, velocities, 6 * bodies,  3 * static_cast<int>(m->nsite)};
  return sizes[array];
}

inline const mjtNum* arrayData(const mjData* d, int array) {
  const mjtNum* const data[kArrays] = {d->xpos,         d->xipos,           d->cinert,   d->cvel,
                                       d->qfrc_actuator, d->qfrc_constraint, d->cfrc_ext, d->site_xpos};
  return data[array];
}

// Where the running call of this thread continues after a fatal error of MuJoCo, and why.
inline thread_local std::jmp_buf* recovery = nullptr;
inline thread_local char failure[1024];

// MuJoCo ends the process unless the handler of an error does not return. Warnings are counted in
// mjData; without a handler they would also go to MUJOCO_LOG.TXT in the working directory.
inline void onMessage(const mjLogMessage* message) {
  if (message->level == mjLOG_ERROR && recovery != nullptr) {
    std::snprintf(failure, sizeof(failure), "%s", message->subject);
    std::longjmp(*recovery, 1);
  }
}

// Runs a call of MuJoCo and turns a fatal error into an exception. Jumping out skips no destructor
// that matters: what a failed call leaves behind in an mjData is undone by mj_resetData.
template <typename Call>
void guarded(Call call) {
  std::jmp_buf here;
  recovery = &here;
  if (setjmp(here) != 0) {
    recovery = nullptr;
    throw std::runtime_error(failure);
  }
  call();
  recovery = nullptr;
}

inline const mjModel* model(int64_t handle) { return reinterpret_cast<const mjModel*>(handle); }

inline Simulation* simulation(int64_t handle) { return reinterpret_cast<Simulation*>(handle); }

inline int version() { return mj_version(); }

inline int headerVersion() { return mjVERSION_HEADER; }

inline void installHandler() { mju_setLogHandler(onMessage); }

// Parses and compiles MJCF text.
inline int64_t loadModel(const signed char* text, int size) {
  const std::string xml(reinterpret_cast<const char*>(text), size);
  char error[1024] = "";
  mjSpec* parsed = nullptr;
  guarded([&] { parsed = mj_parseXMLString(xml.c_str(), nullptr, error, sizeof(error)); });
  if (parsed == nullptr) {
    throw std::runtime_error(error);
  }
  const std::unique_ptr<mjSpec, decltype(&mj_deleteSpec)> spec(parsed, mj_deleteSpec);
  mjModel* compiled = nullptr;
  guarded([&] { compiled = mj_compile(spec.get(), nullptr); });
  if (compiled == nullptr) {
    throw std::runtime_error(mjs_getError(spec.get()));
  }
  return reinterpret_cast<int64_t>(compiled);
}

inline void deleteModel(int64_t handle) { mj_deleteModel(reinterpret_cast<mjModel*>(handle)); }

inline int controlCount(int64_t handle) { return model(handle)->nu; }

inline int positionCount(int64_t handle) { return model(handle)->nq; }

inline int velocityCount(int64_t handle) { return model(handle)->nv; }

inline double timestep(int64_t handle) { return model(handle)->opt.timestep; }

// Returns the upper end of an actuator's control range, or infinity where it has none.
inline double controlLimit(int64_t handle, int actuator) {
  const mjModel* m = model(handle);
  return m->actuator_ctrllimited[actuator] ? m->actuator_ctrlrange[2 * actuator + 1] : INFINITY;
}

inline int arraySize(int64_t handle, int array) { return arraySize(model(handle), array); }

inline int bodyCount(int64_t handle) { return model(handle)->nbody; }

inline double bodyMass(int64_t handle, int body) { return model(handle)->body_mass[body]; }

// Return -1 where there is none of the name.
inline int bodyIndex(int64_t handle, const char* name) {
  return mj_name2id(model(handle), mjOBJ_BODY, name);
}

inline int siteIndex(int64_t handle, const char* name) {
  return mj_name2id(model(handle), mjOBJ_SITE, name);
}

inline void readArrays(const Simulation* s) {
  const mjModel* m = s->model;
  double* to = s->state + m->nu + m->nq + m->nv;
  for (int array = 0; array < kArrays; array++) {
    if (s->arrays & (1 << array)) {
      const int size = arraySize(m, array);
      std::memcpy(to, arrayData(s->data, array), size * sizeof(double));
      to += size;
    }
  }
}

inline void readState(const Simulation* s) {
  const mjModel* m = s->model;
  std::memcpy(s->state + m->nu, s->data->qpos, m->nq * sizeof(double));
  std::memcpy(s->state + m->nu + m->nq, s->data->qvel, m->nv * sizeof(double));
  readArrays(s);
}

inline int warnings(const mjData* data) {
  int count = 0;
  for (const mjWarningStat& warning : data->warning) {
    count += warning.number;
  }
  return count;
}

// The simulation keeps using `state`, which the caller keeps alive: [ctrl, qpos, qvel, arrays].
inline int64_t createSimulation(int64_t modelHandle, double* state, int arrays) {
  const mjModel* m = model(modelHandle);
  mjData* data = nullptr;
  guarded([&] { data = mj_makeData(m); });
  if (data == nullptr) {
    throw std::runtime_error("out of memory");
  }
  Simulation* created = new Simulation{m, data, state, arrays};
  readState(created);
  return reinterpret_cast<int64_t>(created);
}

inline void deleteSimulation(int64_t handle) {
  mj_deleteData(simulation(handle)->data);
  delete simulation(handle);
}

inline void reset(int64_t handle) {
  const Simulation* s = simulation(handle);
  guarded([&] { mj_resetData(s->model, s->data); });
  readState(s);
}

// Takes qpos and qvel from the mirrored array; returns the number of warnings since the reset.
inline int forward(int64_t handle) {
  const Simulation* s = simulation(handle);
  const mjModel* m = s->model;
  std::memcpy(s->data->qpos, s->state + m->nu, m->nq * sizeof(double));
  std::memcpy(s->data->qvel, s->state + m->nu + m->nq, m->nv * sizeof(double));
  guarded([&] { mj_forward(m, s->data); });
  readArrays(s);
  return warnings(s->data);
}

// One environment step under the mirrored ctrl; returns the number of warnings since the reset.
inline int step(int64_t handle, int frameSkip) {
  const Simulation* s = simulation(handle);
  std::memcpy(s->data->ctrl, s->state, s->model->nu * sizeof(double));
  guarded([&] {
    for (int frame = 0; frame < frameSkip; frame++) {
      mj_step(s->model, s->data);
    }
    // mj_step leaves out what only observations need.
    if (s->arrays & (1 << kContactForces)) {
      mj_rnePostConstraint(s->model, s->data);
    }
  });
  readState(s);
  return warnings(s->data);
}

// Raises a fatal error inside MuJoCo: the test that the process survives one.
inline void raiseError(const char* message) {
  guarded([&] { mju_error("%s", message); });
}

}  // namespace udrlpg

#endif  // UDRLPG_MUJOCO_H_
