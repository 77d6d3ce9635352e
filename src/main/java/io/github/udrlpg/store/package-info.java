/**
 * The stored policy dataset: rows of (weights, return) as Parquet, partitioned by return bucket,
 * the commit log that says which files count, and the claims that say whose a run is. It works
 * through Hadoop's file systems and needs no Spark, so the same code serves executors, the driver
 * and offline tools.
 *
 * <p>Imports {@code buffer} and {@code policy}.
 */
package io.github.udrlpg.store;
