package io.github.udrlpg.testing;

import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag$;

/** Trips through Spark's serializers. */
public final class Serializers {
  private Serializers() {}

  /** Returns what arrives as Spark ships closures: always by Java's serialization. */
  public static Object java(Object value) {
    return trip(new JavaSerializer(new SparkConf()), value);
  }

  /** Returns what arrives through Kryo as Spark sets it up. */
  public static Object kryo(Object value) {
    return trip(new KryoSerializer(new SparkConf()), value);
  }

  private static Object trip(Serializer serializer, Object value) {
    SerializerInstance instance = serializer.newInstance();
    return instance.deserialize(
        instance.serialize(value, ClassTag$.MODULE$.apply(Object.class)),
        ClassTag$.MODULE$.apply(Object.class));
  }
}
