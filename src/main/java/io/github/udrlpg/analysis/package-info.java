/**
 * What a dataset of policies says: returns, spread, principal components, neighbours, clusters and
 * drift. Executors read the policies, each file by one task; Spark SQL makes the tables, MLlib the
 * principal components and clusters. Only bounded samples of sketched weights come to the driver.
 *
 * <p>Imports {@code algorithm}, {@code compact}, {@code config}, {@code env}, {@code experiment},
 * {@code policy}, {@code report}, {@code rollout}, {@code run}, {@code spark}, {@code stats},
 * {@code store} and {@code sweep}.
 */
package io.github.udrlpg.analysis;
