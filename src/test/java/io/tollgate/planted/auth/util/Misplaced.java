package io.tollgate.planted.auth.util;

/** In a junk drawer without a package-info. */
final class Misplaced {}
