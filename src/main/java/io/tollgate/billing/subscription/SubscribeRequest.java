package io.tollgate.billing.subscription;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** Body of {@code POST /billing/subscriptions/subscribe}. */
record SubscribeRequest(
        @NotBlank @Size(max = 100) @Pattern(regexp = "[^\\p{Cntrl}]*+", message = "Must be the code of a plan") String planCode) {}
