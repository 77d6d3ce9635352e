package io.github.udrlpg.generator;

import io.github.udrlpg.nn.AdamSettings;

/** The ways to compute a generator, for tests of what all of them promise. */
enum Engine {
  NATIVE {
    @Override
    Generator initialize(HypernetworkShape shape, AdamSettings adam, long seed) {
      return PolicyGenerator.initialize(shape, adam, seed);
    }

    @Override
    Generator restore(HypernetworkShape shape, AdamSettings adam, GeneratorState state) {
      return PolicyGenerator.restore(shape, adam, state);
    }
  },

  ND4J {
    @Override
    Generator initialize(HypernetworkShape shape, AdamSettings adam, long seed) {
      return ReferenceGenerator.initialize(shape, adam, seed);
    }

    @Override
    Generator restore(HypernetworkShape shape, AdamSettings adam, GeneratorState state) {
      return ReferenceGenerator.restore(shape, adam, state);
    }
  };

  abstract Generator initialize(HypernetworkShape shape, AdamSettings adam, long seed);

  abstract Generator restore(HypernetworkShape shape, AdamSettings adam, GeneratorState state);
}
