package io.github.udrlpg.export;

import io.github.udrlpg.rollout.PlayablePolicy;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A format of policies for other programs. */
public enum PolicyFormat {
  /** A graph from observations to actions, for ONNX Runtime and its like. */
  ONNX {
    @Override
    public byte[] write(PlayablePolicy policy) {
      return OnnxModel.of(policy);
    }
  },
  /** Named arrays for NumPy. */
  NPZ {
    @Override
    public byte[] write(PlayablePolicy policy) {
      return Npz.of(PolicyArrays.all(policy), PolicyArrays.metadata(policy));
    }
  },
  /** Named arrays for PyTorch, JAX and others. */
  SAFETENSORS {
    @Override
    public byte[] write(PlayablePolicy policy) {
      return SafetensorsFile.of(PolicyArrays.all(policy), PolicyArrays.metadata(policy));
    }
  };

  /** Returns the content of a file that holds the policy. */
  public abstract byte[] write(PlayablePolicy policy);

  /** Returns the format that a file's name ends with, if it does with one. */
  public static Optional<PolicyFormat> ofFileName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> lower.endsWith("." + format.name().toLowerCase(Locale.ROOT)))
        .findFirst();
  }
}
