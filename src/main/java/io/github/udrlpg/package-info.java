/**
 * Upside Down Reinforcement Learning with Policy Generators on Apache Spark: one package per
 * concern, described in docs/algorithm.md. This root package holds only what all of them share and
 * imports none of them.
 */
package io.github.udrlpg;
