package io.tollgate.planted.platform.web;

import io.tollgate.planted.user.Someone;

/** Plumbing that knows a feature. */
record KnowsUsers(Someone someone) {}
