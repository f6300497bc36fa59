package dev.largo.optim.transform;

/** A stage that shortens a gradient and does nothing else. */
sealed interface Clipper extends Stage permits AdaptiveClip, ClipByGlobalNorm, ClipByLayerNorm {}
