package dev.largo.compare;

import dev.largo.analyze.Sharpness;

/** How sharp the minimum is that weights lie in. */
public record MeasuredSharpness(Candidate candidate, Sharpness sharpness) {}
