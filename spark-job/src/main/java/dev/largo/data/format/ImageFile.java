package dev.largo.data.format;

/**
 * A file of an image folder.
 *
 * @param name path under the folder, with slashes
 * @param length in bytes
 */
record ImageFile(String name, long length, int label) {}
