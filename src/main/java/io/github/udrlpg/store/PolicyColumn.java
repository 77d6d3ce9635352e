package io.github.udrlpg.store;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/**
 * A column of the dataset as somebody needs to know it who was not there.
 *
 * @param name the column's name; a field of a list's elements as {@code list.field}
 * @param type its type
 * @param unit the unit of its values; empty where they have none
 * @param meaning what it holds
 */
public record PolicyColumn(String name, String type, String unit, String meaning) {
  /** Raised with every change of the columns that an older reader would misread. */
  public static final int SCHEMA_VERSION = PolicySchema.VERSION;

  /** Returns all columns, in the order of the files. */
  public static List<PolicyColumn> all() {
    List<PolicyColumn> columns = new ArrayList<>();
    for (Type field : PolicySchema.TYPE.getFields()) {
      columns.add(column(field.getName(), field));
      if (!field.isPrimitive() && !element(field).isPrimitive()) {
        element(field)
            .asGroupType()
            .getFields()
            .forEach(
                member -> columns.add(column(field.getName() + "." + member.getName(), member)));
      }
    }
    return columns;
  }

  private static PolicyColumn column(String name, Type type) {
    return new PolicyColumn(name, typeName(type), unit(name), meaning(name));
  }

  private static Type element(Type list) {
    return ((GroupType) list.asGroupType().getType(0)).getType(0);
  }

  private static String typeName(Type type) {
    if (!type.isPrimitive()) {
      return "list of " + elementType(element(type));
    }
    return elementType(type);
  }

  private static String elementType(Type type) {
    if (!type.isPrimitive()) {
      return "struct";
    }
    return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
      case BINARY -> "string";
      case BOOLEAN -> "boolean";
      case INT32 -> "int32";
      case INT64 -> "int64";
      case FLOAT -> "float32";
      case DOUBLE -> "float64";
      default -> throw new IllegalStateException("No name for the type of " + type);
    };
  }

  private static String unit(String name) {
    return switch (name) {
      case "command", "scaled_return" -> "scaled return";
      case "mean_return", "episodes.total_return", "episodes.survival_bonus" -> "reward";
      case "episodes.length", "observed_count" -> "environment steps";
      case "noise" -> "as weights";
      case "observation_mean", "observation_deviation", "observed_mean" -> "as observations";
      case "observed_squared_deviation" -> "as observations, squared";
      default -> "";
    };
  }

  private static String meaning(String name) {
    return switch (name) {
      case "run" -> "identifier of the run; run, iteration and policy together are unique";
      case "iteration" -> "iteration of the run, from 0, which is the warm-up";
      case "policy" -> "index of the policy in its iteration, from 0";
      case "environment" -> "identifier of the task";
      case "origin" -> "where the weights came from: generator, or xavier for an initialisation";
      case "command" -> "the scaled return that the generator was asked for";
      case "noise" -> "standard deviation of the Gaussian noise that was added to every weight";
      case "weight_seed" -> "seed of that noise";
      case "weights" -> "all weights of the policy as it was rolled out, noise included";
      case "observation_mean" -> "mean that observations were normalised with, for each component";
      case "observation_deviation" ->
          "deviation that observations were normalised with: (x - mean) / (deviation + 1e-8)";
      case "observed_count" -> "number of observations that the policy acted on";
      case "observed_mean" -> "mean of these observations as the task gave them";
      case "observed_squared_deviation" ->
          "sum of their squared deviations from that mean; divided by observed_count the variance";
      case "episodes" -> "the episodes that were played with the policy, in order";
      case "episodes.seed" -> "what the task was reset with";
      case "episodes.total_return" -> "sum of all rewards, the survival bonus included";
      case "episodes.survival_bonus" -> "the part of total_return that was paid for being alive";
      case "episodes.length" -> "steps of the episode";
      case "episodes.terminated" -> "whether the task ended it";
      case "episodes.truncated" -> "whether the limit of steps ended it";
      case "episodes.diverged" ->
          "whether the simulation broke down, which counts as terminated as well";
      case "mean_return" -> "mean of total_return over the episodes";
      case "scaled_return" ->
          "mean training return of the episodes, 0 at returns.min of the run and 1 at returns.max,"
              + " never below 0; the training return leaves the survival bonus out where the run"
              + " says so";
      case "return_bucket" -> "bucket of scaled_return; the names of the directories hold it";
      default -> throw new IllegalStateException("Nothing is said about column " + name);
    };
  }
}
