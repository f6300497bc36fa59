package dev.largo.evaluate;

import java.io.Serializable;

/** The parameters of several models of one network, wherever a worker finds them. */
public interface ModelVectors extends Serializable {
  /** How many models there are. */
  int count();

  /** The flat vector of a model, from 0; read-only, and not held for longer than it is used. */
  float[] parameters(int model);
}
