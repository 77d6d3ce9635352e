/**
 * What a dataset of policies says: returns, spread, principal components, neighbours, clusters and
 * drift. Executors read the policies, each file by one task; Spark SQL makes the tables, MLlib the
 * principal components and clusters. Only bounded samples of sketched weights come to the driver.
 */
package io.github.udrlpg.analysis;
