/**
 * The stored policy dataset: rows of (weights, return) as Parquet, partitioned by return bucket,
 * the commit log that says which files count, and the claims that say whose a run is. It imports
 * {@code buffer} for the bucket widths, {@code policy} for statistics and {@code text}, works
 * through Hadoop's file systems, and needs no Spark, so the same code serves executors, the driver
 * and offline tools.
 */
package io.github.udrlpg.store;
