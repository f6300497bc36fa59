package dev.largo.data.image;

/** A rectangle of an image's pixels. */
record Region(int left, int top, int width, int height) {
  /** First row below it. */
  int bottom() {
    return top + height;
  }
}
