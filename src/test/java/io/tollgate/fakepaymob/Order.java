package io.tollgate.fakepaymob;

import tools.jackson.databind.JsonNode;

/** An intention that can be paid. */
record Order(long id, String reference, long amount, String currency, String clientSecret, JsonNode asked) {}
