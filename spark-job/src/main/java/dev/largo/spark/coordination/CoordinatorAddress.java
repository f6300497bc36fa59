package dev.largo.spark.coordination;

import java.io.Serializable;

/**
 * Where ranks reach the driver.
 *
 * @param token what a connection must present first
 */
public record CoordinatorAddress(String host, int port, String token) implements Serializable {}
