package io.tollgate.platform.web;

import org.springframework.util.unit.DataSize;

/** A route whose bodies may be larger than {@code spring.http.codecs.max-in-memory-size}: a bean beside the route. */
public record LargeBody(String path, DataSize most) {}
