package io.tollgate.billing.engine;

import jakarta.validation.constraints.NotNull;
import java.time.Instant;

/** Body of {@code POST /admin/test-clocks/{user_id}}, and its answer. */
record TestClockRequest(@NotNull Instant now) {}
