package dev.largo.train;

/**
 * A file of a checkpoint's draft, completely written.
 *
 * @param sha256 of its bytes, in hexadecimal
 */
public record WrittenFile(String name, long bytes, String sha256) {}
