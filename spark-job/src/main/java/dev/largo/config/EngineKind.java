package dev.largo.config;

/** What computes gradients. */
public enum EngineKind {
  /** The network compiled into oneDNN primitives, or DL4J's layers where one is not known there. */
  AUTO,
  ONEDNN,
  DL4J
}
