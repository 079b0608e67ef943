package io.tollgate.planted.user;

/** Somebody to know. */
public record Someone(String name) {}
