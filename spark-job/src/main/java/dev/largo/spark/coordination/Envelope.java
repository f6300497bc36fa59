package dev.largo.spark.coordination;

/**
 * A message on its way.
 *
 * @param token shows that the sender belongs to the run
 */
record Envelope(String token, Message message) {}
